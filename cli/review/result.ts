/**
 * A patch reviewed: what was read of it, what the worlds say, and what none of them has judged.
 */
import type { Extraction } from '../../model/patched/extraction.ts'
import type { PatchReading } from '../../model/patched/reading.ts'
import type { Scenario } from '../../model/scenarios/scenario.ts'
import { compareText, type WorldName } from '../names/world-name.ts'
import { type Reason, reasonIf, troublesOf } from '../run/exit-codes.ts'
import type { Ended } from '../search/job.ts'
import { isWorse, type PatchEffect, type ReviewedPromise } from './promises.ts'
import { isUnjudged, type Unjudged } from './unjudged.ts'

/** One world, as written by hand and with the patched code. */
export interface ReviewedWorld {
  readonly world: WorldName
  readonly scenario: Scenario
  /** All C that decides what the world does. */
  readonly text: string
  readonly before: Ended
  readonly after: Ended
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
  /** Why it does not end with 0. */
  readonly reasons: readonly Reason[]
}

/** With nothing judged, part of the answer is missing where the patch changes what the model stands for. */
export function reasonsOfReview({ worlds, extraction, unjudged }: Omit<Review, 'reasons'>): Reason[] {
  const effects = worlds.flatMap(({ promises }) => promises.map(({ change }) => change))
  const isModelled = [...extraction.treatment.values()].some(treatment => treatment !== 'unmodelled')
  return [
    ...troublesOf(worlds.flatMap(({ before, after }) => [before, after])),
    ...reasonIf(effects.some(isWorse), 'violated'),
    ...reasonIf(effects.includes('open') || isUnjudged(unjudged) || (worlds.length === 0 && isModelled), 'open'),
  ]
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
