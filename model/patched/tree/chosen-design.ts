/**
 * The design that a patch is held against when nobody says.
 */
import { type Closest, closestTo } from '../../anchors/closest.ts'
import { recognized } from '../../anchors/recognize.ts'
import { seamsIn } from '../../code/seams.ts'
import type { NamedDesign } from '../../designs/design.ts'
import { type Extraction, extraction } from '../extraction.ts'
import { GUEST_MEMFD } from '../lacking.ts'
import type { PatchReading } from '../reading.ts'
import { nearestDesign } from './nearest-design.ts'

/** Of designs that fit equally well these come first: they have most places for code. */
const BASES = ['rfc-v2-split', 'direct-map-rfc-v3']

/**
 * The design that a known patch leads to; else the one that is nearest to the tree, as for the tree alone. Without a tree,
 * the one that the code before the first patch was the source of, if some of the code after the last can run there; else
 * the one in which most of that can.
 */
export function chosenDesign(
  readings: readonly PatchReading[],
  designNamed: (name: string) => NamedDesign,
  designs: readonly NamedDesign[],
): NamedDesign {
  const [first, ...more] = readings
  const last = readings.at(-1)!
  const known = more.length === 0 ? recognized(first!.patch) : undefined
  if (known) return designNamed(known.after)
  const inTree = [...first!.base, ...first!.around].find(({ source }) => source.file === GUEST_MEMFD)
  if (inTree) return nearestDesign(inTree)
  const [name] = closest(first!)?.source.designs ?? []
  const near = name === undefined ? [] : [designNamed(name)]
  if (near.length > 0 && first!.base.length + first!.around.length > 0) return near[0]!
  return fitting(last, [...new Set([...near, ...BASES.map(designNamed), ...designs])])
}

/** The known code that is closest to the code before the patch: the tree, or the part of it that the patch shows. */
export const closest = ({ base, around, before }: PatchReading): Closest | undefined => {
  const shown = base.length > 0 ? base : before
  const beside = around.filter(({ source }) => shown.every(one => one.source.file !== source.file))
  return closestTo([...shown, ...beside].flatMap(({ functions }) => functions))
}

/** The first design in which some of the code runs, unless more of it does in another; else one that knows most of it. */
const fitting = (reading: PatchReading, [first, ...others]: readonly NamedDesign[]): NamedDesign =>
  others.reduce(
    (best, design) => {
      const { length } = best.replaced
      if (length > 0 && placesFor(reading, design) <= length) return best
      const one = extraction(reading, design)
      return isBetter(one, best) ? one : best
    },
    extraction(reading, first!),
  ).design

/** How many functions of the code have a place in the design: no more than those can run there. */
function placesFor({ files }: PatchReading, design: NamedDesign): number {
  const named = new Set(seamsIn(design, files).map(({ fn }) => fn))
  return files.flatMap(({ functions }) => functions).filter(({ name }) => named.has(name)).length
}

const isBetter = (one: Extraction, best: Extraction): boolean =>
  one.replaced.length === 0 && best.replaced.length === 0
    ? one.leftOut.length > best.leftOut.length
    : one.replaced.length > best.replaced.length
