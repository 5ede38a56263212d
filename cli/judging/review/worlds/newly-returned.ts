/**
 * Results that an operation has after a patch and had in no searched world before it, where others run beside it: those of calls
 * that nobody disturbs are told by `changedBy`.
 */
import type { Ended } from '../../../run/search/job.ts'
import { standing } from '../../../run/search/standing.ts'
import { resultsChangedBy } from './changed.ts'
import { hasArguments, isWhole, returnsOf } from './lost.ts'
import type { WorldSides } from './searches.ts'

/**
 * In words: `guest fault returns -EEXIST, which it did in no world before, in SCENARIO`, once for each operation and result. Only
 * worlds count that were searched to their end on both sides; one in which the patch repairs a promise may end calls otherwise.
 */
export function newlyReturnedBy(worlds: readonly WorldSides[]): string[] {
  const whole = worlds.filter(({ before, after }) => isWhole(before) && isWhole(after))
  const before = new Set(whole.flatMap(one => returnsIn(one.before)))
  const known = resultsChangedBy(worlds)
  const told = new Map<string, string>()
  for (const { world, before: was, after: is } of whole.filter(one => !isRepaired(one)))
    for (const returned of returnsIn(is))
      if (!before.has(returned) && !known.has(returned) && startsIn(was, returned) && !told.has(returned))
        told.set(returned, `${returned}, which it did in no world before, in ${world.scenario}`)
  return [...told.values()]
}

const returnsIn = (outcome: Ended): string[] =>
  outcome.kind === 'judged' ? returnsOf(outcome, call => !hasArguments(call)) : []

/** An operation that returned nothing before is new, or ran for ever. */
const startsIn = (outcome: Ended, returned: string): boolean => {
  const [operation] = returned.split(' returns ')
  return returnsIn(outcome).some(one => one.startsWith(`${operation} returns `))
}

function isRepaired({ before, after }: WorldSides): boolean {
  const [was, is] = [before, after].map(one => (one.kind === 'judged' ? standing(one.result, 'violated').length : 0))
  return was! > is!
}
