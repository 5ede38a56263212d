/**
 * The design that a patch is held against when nobody says.
 */
import { type Closest, closestTo } from '../anchors/closest.ts'
import { recognized } from '../anchors/recognize.ts'
import type { NamedDesign } from '../designs/design.ts'
import { type Extraction, extraction } from './extraction.ts'
import type { PatchReading } from './reading.ts'

/** Where neither the patch nor the code before it is known: the one that has most places for its code. */
const BASES = ['rfc-v2-split', 'direct-map-rfc-v3']

/**
 * The design that a known patch leads to; else the one that the code before the first patch was the source of; else one
 * that has places for the code after the last.
 */
export function chosenDesign(
  readings: readonly PatchReading[],
  designNamed: (name: string) => NamedDesign,
): NamedDesign {
  const [first, ...more] = readings
  const known = more.length === 0 ? recognized(first!.patch) : undefined
  const [design] = closest(first!)?.source.designs ?? []
  const name = known?.after ?? design
  return name === undefined ? fitting(readings.at(-1)!, BASES.map(designNamed)) : designNamed(name)
}

/** The known code that is closest to the code before the patch: the tree, or the part of it that the patch shows. */
export const closest = ({ base, before }: PatchReading): Closest | undefined =>
  closestTo((base.length > 0 ? base : before).flatMap(({ functions }) => functions))

/** The design whose machines most of the patch has a place in. The first of equals. */
const fitting = (reading: PatchReading, designs: readonly NamedDesign[]): NamedDesign =>
  designs
    .map(design => extraction(reading, design))
    .reduce((best, one) => (placesIn(one) > placesIn(best) ? one : best)).design

const placesIn = ({ replaced, leftOut }: Extraction): number => replaced.length + leftOut.length
