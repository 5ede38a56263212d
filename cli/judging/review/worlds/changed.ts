/**
 * Calls that return otherwise than before the patch, though they find the same and nobody disturbs them.
 */
import { supposedIn } from '../../../../model/kernel/state/hypothetical.ts'
import type { Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import { operationOf } from '../../../../spec/judging/started.ts'
import { foundByBoth } from '../../../run/search/alone.ts'
import type { Alone, Ended, ReturnsAlone } from '../../../run/search/job.ts'
import type { WorldSides } from './searches.ts'

interface ToldWorld extends WorldSides {
  readonly scenario: Pick<Scenario, 'bounds'>
}

/**
 * In words: `convert (start 0, pages 2) returns -EINVAL, and returned -EAGAIN before, in SCENARIO`, one for each operation and
 * pair of ways. A repair may change results in states in which the promise was broken.
 */
export function changedBy(worlds: readonly ToldWorld[]): string[] {
  const told = new Map<string, string>()
  for (const { world, before, after, scenario } of worlds) {
    const supposes = supposedIn(scenario.bounds)
    for (const { call, choices, was, is } of differences(aloneIn(before), aloneIn(after))) {
      const key = `${operationOf(call)} ${was} ${is}`
      const where = choices === '' ? '' : ` (${choices})`
      const says = `${call} returns ${is}${where}, and returned ${was} before, in ${world.scenario}`
      if (!told.has(key)) told.set(key, supposes === undefined ? says : `${says} (${supposes})`)
    }
  }
  return [...told.values()]
}

/** Of calls that return otherwise: `convert returns -EINVAL`. */
export const resultsChangedBy = (worlds: readonly WorldSides[]): ReadonlySet<string> =>
  new Set(
    worlds.flatMap(({ before, after }) =>
      differences(aloneIn(before), aloneIn(after)).map(
        ({ call, is }) => `${operationOf(call)} returns ${is.split(',')[0]}`,
      ),
    ),
  )

interface Difference {
  readonly call: string
  readonly choices: string
  readonly was: string
  readonly is: string
}

/** Ways of returning that are new where the call is known, and what it finds. */
function differences(before: Alone, after: Alone): Difference[] {
  return Object.entries(after).flatMap(([call, byState]) =>
    Object.entries(byState).flatMap(([state, byChoices]) => {
      const known = knownAt(before[call] ?? {}, state)
      if (known.length === 0) return []
      return Object.entries(byChoices).flatMap(([choices, { returns, breaks }]) => {
        const same = known.flatMap(one => one[choices] ?? [])
        const was = same.length === 1 ? same[0]! : together(same.length > 0 ? same : known.flatMap(Object.values))
        if (was.breaks && !breaks) return []
        const fresh = returns.filter(one => !was.returns.includes(one))
        return fresh.map(is => ({ call, choices, was: was.returns.join(' or '), is }))
      })
    }),
  )
}

type ByChoices = Alone[string][string]

/** Of states that were not met before, those that are the same but for fields that are new. */
function knownAt(byState: Readonly<Record<string, ByChoices>>, state: string): readonly ByChoices[] {
  const exact = byState[state]
  if (exact) return [exact]
  const common = foundByBoth(state)
  return Object.entries(byState).flatMap(([found, ways]) => (foundByBoth(found) === common ? [ways] : []))
}

/** The environment may choose what it could not choose before. */
const together = (all: readonly ReturnsAlone[]): ReturnsAlone => ({
  returns: [...new Set(all.flatMap(({ returns }) => returns))].sort(),
  breaks: all.some(({ breaks }) => breaks),
})

const aloneIn = (outcome: Ended): Alone => (outcome.kind === 'judged' ? (outcome.alone ?? {}) : {})
