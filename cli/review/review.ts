/**
 * A patch reviewed: worlds judged as written by hand and with the patched code in its place, and what has changed.
 */
import type { Trace } from '../../checker/index.ts'
import { changedByHand } from '../../model/patched/by-hand.ts'
import type { Extraction } from '../../model/patched/extraction.ts'
import { type Unreached, unreached } from '../../model/patched/reached.ts'
import type { PatchReading } from '../../model/patched/reading.ts'
import { operationsOf, type Scenario } from '../../model/scenarios/scenario.ts'
import type { Recorded } from '../../spec/suite/entry.ts'
import { named } from '../names/nearest.ts'
import { QUICK, transitionsOf } from '../names/quick.ts'
import { compareText, compareWorlds, type WorldName } from '../names/world-name.ts'
import { BROKEN, CUT, type ExitCode, INTERNAL, OK, wasInterrupted } from '../run/exit-codes.ts'
import type { Ended } from '../search/job.ts'
import { standingOf } from '../search/standing.ts'

/**
 * A promise in one world, before and after. `broken anew`: broken before as well, and after it also in a way in which it
 * was not. `untested`: nothing of it was judged with the patched code.
 */
export type Change = 'broken' | 'broken anew' | 'repaired' | 'still broken' | 'open' | 'kept' | 'untested'

export interface Compared {
  readonly promise: string
  readonly change: Change
  /** How the patched code breaks it; where that is anew, in a way that is new. */
  readonly trace?: Trace
}

/** One world, as written by hand and with the patched code. */
export interface ReviewedWorld {
  readonly world: WorldName
  readonly scenario: Scenario
  /** All C that decides what the world does. */
  readonly text: string
  readonly before: Ended
  readonly after: Ended
  /** Where both searches came to an end. */
  readonly promises: readonly Compared[]
}

export interface Review {
  readonly reading: PatchReading
  readonly extraction: Extraction
  readonly worlds: readonly ReviewedWorld[]
  /** Worlds that would run the patched code, and are too large to be searched unless they are asked for. */
  readonly large: readonly WorldName[]
  readonly exitCode: ExitCode
}

/**
 * Worlds of the design that run replaced functions: those asked for, or the quick ones of the suite.
 *
 * @throws InputError when a scenario asked for does not exist
 */
export function worldsToReview(
  { design, modelled, replaced }: Extraction,
  scenarios: readonly Scenario[],
  suite: readonly WorldName[],
  recorded: Recorded,
  asked?: readonly string[],
): Pick<Review, 'large'> & { readonly worlds: readonly WorldName[] } {
  const replaces = (operation: string) =>
    modelled.replaceable.get(operation)?.some(name => replaced.includes(name)) ?? false
  const wanted =
    asked?.map(name => named('scenario', scenarios, name, 'gmemcheck list scenarios').name) ??
    suite.filter(world => world.design === design.name && world.mutation === undefined).map(world => world.scenario)
  const all = scenarios
    .filter(scenario => wanted.includes(scenario.name) && operationsOf(scenario).some(replaces))
    .map(({ name }): WorldName => ({ scenario: name, design: design.name }))
    .sort(compareWorlds)
  const isLarge = (world: WorldName) => asked === undefined && (transitionsOf(world, recorded) ?? 0) > QUICK
  return { worlds: all.filter(world => !isLarge(world)), large: all.filter(isLarge) }
}

/** Promises of a world, broken ones first, by name among equals. */
export function compared(before: Ended, after: Ended): Compared[] {
  if (before.kind !== 'judged' || after.kind !== 'judged') return []
  return after.result.judgements
    .map((judgement): Compared => {
      const { property, outcome } = judgement
      const hand = before.result.judgements.find(one => one.property === property)!
      const anew = after.anew?.[property]
      if (anew) return { promise: property, change: 'broken anew', trace: anew }
      const trace = outcome.verdict === 'violated' && { trace: outcome.trace }
      return { promise: property, change: changeOf(standingOf(hand), standingOf(judgement)), ...trace }
    })
    .sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change) || compareText(a.promise, b.promise))
}

const order: readonly Change[] = ['broken', 'broken anew', 'repaired', 'still broken', 'open', 'kept', 'untested']

/** A violation is new where the code before was seen to keep the promise: a search that was cut has not shown that. */
function changeOf(before: ReturnType<typeof standingOf>, after: ReturnType<typeof standingOf>): Change {
  if (after === 'violated' && before === 'violated') return 'still broken'
  if (after === 'bound-reached' || (after === 'violated' && before === 'bound-reached')) return 'open'
  if (after === 'violated') return 'broken'
  if (after === 'vacuous') return 'untested'
  return before === 'violated' ? 'repaired' : 'kept'
}

/** What the patch changes of code that runs in its place, and no world came to. */
export const neverRun = ({
  reading,
  extraction,
  worlds,
}: Pick<Review, 'worlds' | 'extraction' | 'reading'>): Unreached =>
  unreached(
    reading,
    extraction,
    worlds.flatMap(({ after }) => (after.kind === 'judged' && after.reached ? [after.reached] : [])),
  )

/** Hunks that may change what the model stands for, or not: only the tree would tell. */
export const unplacedHunks = ({ hunks }: PatchReading): number => hunks.filter(({ unplaced }) => unplaced).length

/** The patch makes it so. */
export const isWorse = (change: Change): boolean => change === 'broken' || change === 'broken anew'

/** With nothing judged, part of the answer is missing where the patch changes what the model stands for. */
export function exitCodeOfReview({
  worlds,
  extraction,
  reading,
}: Pick<Review, 'worlds' | 'extraction' | 'reading'>): ExitCode {
  const outcomes = worlds.flatMap(({ before, after }) => [before, after])
  if (outcomes.some(({ kind }) => kind === 'failed')) return INTERNAL
  if (outcomes.some(wasInterrupted)) return CUT
  const changes = worlds.flatMap(({ promises }) => promises.map(({ change }) => change))
  if (changes.some(isWorse)) return BROKEN
  if (changes.includes('open') || extraction.leftOut.length > 0 || unplacedHunks(reading) > 0) return CUT
  if (worlds.length > 0 && changedByHand(reading, extraction).length > 0) return CUT
  if (neverRun({ worlds, extraction, reading }).functions.length > 0) return CUT
  const standings = [...extraction.standing.values()]
  return worlds.length === 0 && standings.some(standing => standing !== 'unmodelled') ? CUT : OK
}

/** Names of the promises that changed that way in some world, in order. */
export const promisesNamed = (worlds: readonly ReviewedWorld[], change: Change): string[] =>
  promisesThat(worlds, change).map(({ promise }) => promise)

/** Promises over all worlds: those that changed that way in some world, and in which. By name. */
export function promisesThat(
  worlds: readonly ReviewedWorld[],
  change: Change,
): { promise: string; worlds: ReviewedWorld[] }[] {
  const found = new Map<string, ReviewedWorld[]>()
  for (const world of worlds)
    for (const one of world.promises)
      if (one.change === change) found.set(one.promise, [...(found.get(one.promise) ?? []), world])
  return [...found]
    .map(([promise, those]) => ({ promise, worlds: those }))
    .sort((a, b) => compareText(a.promise, b.promise))
}
