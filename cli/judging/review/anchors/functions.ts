/**
 * What the model has to say about the functions that a patch changes: from which code they were modelled, and whether the
 * patch applies to that code.
 */
import { anchoredDesigns, isAnchored, sourcesWith, versionsOf } from '../../../../model/anchors/index.ts'
import type { AnchorSource } from '../../../../model/anchors/source.ts'
import type { CFile } from '../../../../model/c/parse/parse.ts'
import type { NamedDesign } from '../../../../model/designs/design.ts'
import { type ControlPoint, type Modelled, modelledBy } from '../../../../model/patched/modelled.ts'
import { functionIn, functionsOf, isNew, type PatchReading } from '../../../../model/patched/reading.ts'
import { operationsOf, type Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import type { Recorded } from '../../../../spec/suite/entry.ts'
import { compareText } from '../../../names/world-name.ts'

/**
 * `as-modelled`: before the patch it is what some design was modelled from. `led-to`: only after it. `stale`: neither.
 * `added`: all of it is new. `unlocated`: it is modelled, from a text that could not be had again. `unknown`: its body is
 * not known whole.
 */
export type Anchorage = 'as-modelled' | 'led-to' | 'stale' | 'added' | 'unlocated' | 'unknown'

export interface AnchoredFunction {
  readonly name: string
  readonly file: string
  readonly anchorage: Anchorage
  /** Absent where the body is not known whole, or the function does not exist. */
  readonly before?: Body
  readonly after?: Body
  /** All sources that have a body of it. */
  readonly versions: readonly AnchorSource[]
  /** Of the designs that were modelled from code, those from some body of it, and those that the suite runs it under. */
  readonly designs: readonly string[]
  /** Where it runs, in the design that the patch is held against. */
  readonly points: readonly ControlPoint[]
  /** Promises that the suite puts to the test where it runs, by name; in the same design. */
  readonly promises: readonly string[]
  /** Those of them that the design breaks. */
  readonly broken: readonly string[]
}

export interface Body {
  readonly hash: string
  /** Which have the same. */
  readonly sources: readonly AnchorSource[]
}

/** The collections in which anchors are looked up. */
export interface Known {
  readonly designs: readonly NamedDesign[]
  readonly scenarios: readonly Scenario[]
  readonly recorded: Recorded
}

/** Functions that the patch changes and the model knows, in the order of the patch. */
export function anchored(reading: PatchReading, against: NamedDesign, known: Known): AnchoredFunction[] {
  const modelled = modelledBy(against)
  const designs = known.designs.filter(({ name }) => anchoredDesigns.includes(name))
  return functionsOf(reading.hunks)
    .filter(isAnchored)
    .map((name): AnchoredFunction => {
      const { file } = reading.hunks.find(({ functions }) => functions.some(one => one.name === name))!
      const before = bodyIn(reading.before, name)
      const after = bodyIn(reading.files, name)
      const versions = versionsOf(name)
      const stands = (design: NamedDesign) =>
        versions.some(one => one.designs.includes(design.name)) ||
        promisesAt(name, design, modelledBy(design), known).promises.length > 0
      return {
        name,
        file,
        anchorage: anchorageOf(reading, name, { before, after }, versions),
        ...(before && { before }),
        ...(after && { after }),
        versions,
        designs: designs.filter(stands).map(one => one.name),
        points: modelled.points.get(name) ?? [],
        ...promisesAt(name, against, modelled, known),
      }
    })
}

function bodyIn(files: readonly CFile[], name: string): Body | undefined {
  const fn = functionIn(files, name)
  return fn && { hash: fn.hash, sources: sourcesWith(name, fn.hash) }
}

function anchorageOf(
  reading: PatchReading,
  name: string,
  { before, after }: { before: Body | undefined; after: Body | undefined },
  versions: readonly AnchorSource[],
): Anchorage {
  if (before === undefined) return isNew(reading, name) ? 'added' : 'unknown'
  if (before.sources.length > 0) return 'as-modelled'
  if (after && after.sources.length > 0) return 'led-to'
  return versions.length > 0 ? 'stale' : 'unlocated'
}

function promisesAt(name: string, { name: design }: NamedDesign, { points }: Modelled, { scenarios, recorded }: Known) {
  const operations = new Set(points.get(name)?.map(({ operation }) => operation))
  const running = scenarios.filter(scenario => operationsOf(scenario).some(one => operations.has(one)))
  const names = new Set(running.map(scenario => scenario.name))
  const entries = [...recorded.values()].filter(
    one => one.design === design && one.mutation === undefined && names.has(one.scenario),
  )
  const broken = new Set(entries.flatMap(({ violated }) => Object.keys(violated)))
  const promises = new Set([...broken, ...entries.flatMap(({ holds }) => holds)])
  return { promises: [...promises].sort(compareText), broken: [...broken].sort(compareText) }
}
