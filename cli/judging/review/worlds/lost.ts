/**
 * Promises tested, goals and returns reached before a patch, but in no world after it.
 */
import type { Result } from '../../../../checker/index.ts'
import { OK, showResult } from '../../../../model/kernel/state/values.ts'
import type { Ended, Judged } from '../../../run/search/job.ts'
import { standingOf } from '../../../run/search/standing.ts'
import type { WorldSides } from './searches.ts'

/**
 * In words: `allocate returns 0`, `a promise is put to the test`, `a goal is reached`; and of calls that succeed in one
 * world no more, though others do elsewhere: `convert (start 2, pages 1) returns 0 in SCENARIO`. Only worlds count that
 * were searched to their end on both sides.
 */
export function lostBy(worlds: readonly WorldSides[]): string[] {
  const whole = worlds.filter(({ before, after }) => isWhole(before) && isWhole(after))
  const lost = missing(
    whole.flatMap(one => seenIn(one.before)),
    whole.flatMap(one => seenIn(one.after)),
  )
  if (lost.length > 0) return lost
  return whole.flatMap(({ world, before, after }) =>
    missing(successesIn(before), successesIn(after)).map(call => `${call} in ${world.scenario}`),
  )
}

const missing = (before: readonly string[], after: readonly string[]): string[] => {
  const left = new Set(after)
  return [...new Set(before)].filter(one => !left.has(one)).sort()
}

export const isWhole = (outcome: Ended): boolean => outcome.kind === 'judged' && outcome.result.cut === undefined

function seenIn(outcome: Ended): string[] {
  if (outcome.kind !== 'judged') return []
  const { judgements, goals }: Result = outcome.result
  return [
    ...judgements.filter(one => standingOf(one) !== 'vacuous').map(({ property }) => `${property} is put to the test`),
    ...goals.filter(({ reached }) => reached).map(({ goal }) => `${goal} is reached`),
    ...returnsOf(outcome, call => !hasArguments(call)),
  ]
}

/** Of calls with their arguments. */
const successesIn = (outcome: Ended): string[] =>
  outcome.kind === 'judged' ? returnsOf(outcome, hasArguments, result => result === OK) : []

const hasArguments = (call: string): boolean => call.endsWith(')')

/** What calls returned, in words. */
export const returnsOf = (
  { returns = {} }: Judged,
  counts: (call: string) => boolean,
  has: (result: number) => boolean = () => true,
): string[] =>
  Object.entries(returns)
    .filter(([call]) => counts(call))
    .flatMap(([call, results]) => results.filter(has).map(result => `${call} returns ${showResult(result)}`))
