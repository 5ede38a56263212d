/**
 * The effect of a patch on the promises of one world.
 */
import type { Trace } from '../../../../checker/index.ts'
import { compareText } from '../../../names/world-name.ts'
import type { Ended } from '../../../run/search/job.ts'
import { type Standing, standingOf } from '../../../run/search/standing.ts'
import type { Knows } from '../../../violations/baseline/held.ts'
import { assumedOn } from './assumed.ts'

/**
 * A promise in one world, before and after. `broken anew`: broken before as well, and after it also in a way in which it
 * was not. `possible`: broken so if calls that nothing names do what is assumed of them. `untested`: nothing of it was
 * judged with the patched code. `known`: worse after it, and accepted by a baseline. `reached now`: broken where the run went no further before.
 */
export type PatchEffect =
  | 'broken'
  | 'broken anew'
  | 'possible'
  | 'reached now'
  | 'known'
  | 'repaired'
  | 'still broken'
  | 'open'
  | 'kept'
  | 'untested'

export interface ReviewedPromise {
  readonly promise: string
  readonly change: PatchEffect
  /** How the patched code breaks it; where that is anew, in a way that is new. */
  readonly trace?: Trace
  /** What that rests on: see `assumedOn`. */
  readonly assumed?: readonly string[]
  /** The promise that the code before breaks on that way, and where: see `tellingReachedNow`. */
  readonly behind?: Behind
}

/** A promise that the patch repairs, broken before the patch after so many steps of a trace. */
export interface Behind {
  readonly promise: string
  readonly after: number
}

/** Promises of a world, broken ones first, by name among equals. @param knows the entry of a violation that was accepted */
export function reviewedPromises(before: Ended, after: Ended, knows: Knows = () => undefined): ReviewedPromise[] {
  if (before.kind !== 'judged' || after.kind !== 'judged') return []
  return after.result.judgements
    .map((judgement): ReviewedPromise => {
      const { property, outcome } = judgement
      const hand = before.result.judgements.find(one => one.property === property)!
      const anew = after.anew?.[property]
      if (anew) return resting({ promise: property, change: 'broken anew', trace: anew }, before, after)
      const trace = outcome.verdict === 'violated' && { trace: outcome.trace }
      const change = effectOf(standingOf(hand), standingOf(judgement))
      return resting({ promise: property, change, ...trace }, before, after)
    })
    .map(one => (isAccused(one) && knows(one.trace!) ? { ...one, change: 'known' as const } : one))
    .sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change) || compareText(a.promise, b.promise))
}

/** What rests on an assumption is no more than possible. */
function resting(one: ReviewedPromise, before: Ended, after: Ended): ReviewedPromise {
  if (!isWorse(one.change)) return one
  const assumed = assumedOn(before, after, one.trace!)
  return assumed.length === 0 ? one : { ...one, change: 'possible', assumed }
}

const order: readonly PatchEffect[] = [
  'broken',
  'broken anew',
  'possible',
  'reached now',
  'known',
  'repaired',
  'still broken',
  'open',
  'kept',
  'untested',
]

/** A violation is new where the code before was seen to keep the promise: a search that was cut has not shown that. */
function effectOf(before: Standing, after: Standing): PatchEffect {
  if (after === 'violated' && before === 'violated') return 'still broken'
  if (after === 'bound-reached' || (after === 'violated' && before === 'bound-reached')) return 'open'
  if (after === 'violated') return 'broken'
  if (after === 'vacuous') return 'untested'
  return before === 'violated' ? 'repaired' : 'kept'
}

/** A violation is told of it that the code before does not have, or does not have so. */
export const isAccused = ({ change }: ReviewedPromise): boolean => isWorse(change) || change === 'possible'

/** The patch makes it so. */
export const isWorse = (change: PatchEffect): boolean => change === 'broken' || change === 'broken anew'
