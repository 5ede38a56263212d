/**
 * A patch reviewed: what was read of it, what the worlds say, and what none of them has judged.
 */
import type { Accounted } from '../../../../model/c/account/told.ts'
import type { CFile } from '../../../../model/c/parse/parse.ts'
import type { Extraction } from '../../../../model/patched/extraction.ts'
import type { PatchReading } from '../../../../model/patched/reading.ts'
import type { Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import { compareText, type WorldName } from '../../../names/world-name.ts'
import { type Reason, reasonIf, troublesOf } from '../../../run/exit-codes.ts'
import type { Ended } from '../../../run/search/job.ts'
import { changedBy } from './changed.ts'
import { lostBy } from './lost.ts'
import { isWorse, type PatchEffect, type ReviewedPromise } from './promises.ts'
import type { Unjudged } from './unjudged.ts'

/** One world, as written by hand and with the patched code. */
export interface ReviewedWorld {
  readonly world: WorldName
  readonly scenario: Scenario
  /** All C that decides what the world does. */
  readonly text: string
  readonly before: Ended
  readonly after: Ended
  /** The files whose code ran in each search. */
  readonly ran: Readonly<Record<'before' | 'after', readonly CFile[]>>
  /** Where both searches came to an end. */
  readonly promises: readonly ReviewedPromise[]
}

export interface Review {
  readonly reading: PatchReading
  readonly extraction: Extraction
  readonly worlds: readonly ReviewedWorld[]
  /** Worlds that would run the patched code, and are too large to be searched unless they are asked for. */
  readonly large: readonly WorldName[]
  readonly unjudged: Unjudged
  /** The account of each changed statement. */
  readonly account: readonly Accounted[]
  /** Things that searched worlds saw before the patch, and none saw after it: see `lostBy`. */
  readonly lost: readonly string[]
  /** Calls that return otherwise, though they find the same: see `changedBy`. */
  readonly changed: readonly string[]
  /** Why it does not end with 0. */
  readonly reasons: readonly Reason[]
}

/**
 * What the worlds say together, and why the review does not end with 0. A statement that is not judged, or a search that was
 * cut, leaves part of the answer missing.
 */
export function sumOf(
  worlds: readonly ReviewedWorld[],
  account: readonly Accounted[],
): Pick<Review, 'lost' | 'changed' | 'reasons'> {
  const lost = lostBy(worlds)
  const changed = changedBy(worlds)
  const effects = worlds.flatMap(({ promises }) => promises.map(({ change }) => change))
  const isUnknown = worlds.some(({ before, after }) => [before, after].some(({ kind }) => kind === 'not-judged'))
  const isOpen =
    isUnknown ||
    effects.includes('open') ||
    effects.includes('possible') ||
    lost.length + changed.length > 0 ||
    account.some(one => one.class === 'not judged')
  const reasons = [
    ...troublesOf(worlds.flatMap(({ before, after }) => [before, after])),
    ...reasonIf(effects.some(isWorse), 'violated'),
    ...reasonIf(isOpen, 'open'),
  ]
  return { lost, changed, reasons }
}

/** Names of the promises that changed that way in some world, in order. */
export const promisesNamed = (worlds: readonly ReviewedWorld[], change: PatchEffect): string[] =>
  promisesThat(worlds, change).map(({ promise }) => promise)

/** Promises over all worlds: those that changed that way in some world, and in which. By name. */
export function promisesThat(
  worlds: readonly ReviewedWorld[],
  change: PatchEffect,
): { promise: string; worlds: ReviewedWorld[] }[] {
  const found = new Map<string, ReviewedWorld[]>()
  for (const world of worlds)
    for (const one of world.promises)
      if (one.change === change) found.set(one.promise, [...(found.get(one.promise) ?? []), world])
  return [...found]
    .map(([promise, those]) => ({ promise, worlds: those }))
    .sort((a, b) => compareText(a.promise, b.promise))
}
