/**
 * What worlds saw before a patch and none sees after it: what a promise, a goal or a return then says is empty.
 */
import type { Result } from '../../../../checker/index.ts'
import { showResult } from '../../../../model/kernel/state/values.ts'
import type { Ended } from '../../../search/job.ts'
import { standingOf } from '../../../search/standing.ts'
import type { ReviewedWorld } from './result.ts'

/**
 * In words: `allocate returns 0`, `a promise is put to the test`, `a goal is reached`. Only worlds count that were searched
 * to their end on both sides.
 */
export function lostBy(worlds: readonly Pick<ReviewedWorld, 'before' | 'after'>[]): string[] {
  const whole = worlds.filter(({ before, after }) => isWhole(before) && isWhole(after))
  const [before, after] = [whole.map(one => seenIn(one.before)), whole.map(one => seenIn(one.after))]
  const left = new Set(after.flat())
  return [...new Set(before.flat())].filter(one => !left.has(one)).sort()
}

const isWhole = (outcome: Ended): boolean => outcome.kind === 'judged' && outcome.result.cut === undefined

function seenIn(outcome: Ended): string[] {
  if (outcome.kind !== 'judged') return []
  const { judgements, goals }: Result = outcome.result
  return [
    ...judgements.filter(one => standingOf(one) !== 'vacuous').map(({ property }) => `${property} is put to the test`),
    ...goals.filter(({ reached }) => reached).map(({ goal }) => `${goal} is reached`),
    ...Object.entries(outcome.returns ?? {}).flatMap(([operation, results]) =>
      results.map(result => `${operation} returns ${showResult(result)}`),
    ),
  ]
}
