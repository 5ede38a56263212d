/**
 * Results that calls have after a patch and had nowhere in the same world before it, where others run beside them: those of calls
 * that nobody disturbs are told by `changedBy`.
 */
import { operationOf } from '../../../../spec/judging/started.ts'
import type { Ended } from '../../../run/search/job.ts'
import { standing } from '../../../run/search/standing.ts'
import { resultsChangedBy } from './changed.ts'
import { isWhole, returnsOf } from './lost.ts'
import type { WorldSides } from './searches.ts'

/**
 * In words: `guest fault (gfn 0) returns -EEXIST, which it never did before, in SCENARIO`, once for each operation and result. Only
 * worlds count that were searched to their end on both sides; one in which the patch repairs a promise may end calls otherwise.
 */
export function newlyReturnedBy(worlds: readonly WorldSides[]): string[] {
  const known = resultsChangedBy(worlds)
  const told = new Map<string, string>()
  for (const { world, before, after } of worlds) {
    if (!isWhole(before) || !isWhole(after) || isRepaired(before, after)) continue
    const was = new Set(returnsIn(before))
    const calls = new Set([...was].map(callOf))
    for (const returned of returnsIn(after)) {
      const call = callOf(returned)
      const key = `${operationOf(call)}${returned.slice(call.length)}`
      // What never returned before is new, or ran for ever.
      if (was.has(returned) || !calls.has(call) || known.has(key) || told.has(key)) continue
      told.set(key, `${returned}, which it never did before, in ${world.scenario}`)
    }
  }
  return [...told.values()]
}

/** Of operations that take arguments each call, too. */
const returnsIn = (outcome: Ended): string[] => (outcome.kind === 'judged' ? returnsOf(outcome, () => true) : [])

const callOf = (returned: string): string => returned.slice(0, returned.lastIndexOf(' returns '))

function isRepaired(before: Ended, after: Ended): boolean {
  const [was, is] = [before, after].map(one => (one.kind === 'judged' ? standing(one.result, 'violated').length : 0))
  return was! > is!
}
