/**
 * A search that also looks on as callers do: in which ways calls return, or how they come to return so.
 */
import type { Property, ReturnProperty } from '../checker/property.ts'
import type { Judgement, Result } from '../checker/result.ts'
import type { Scenario } from '../model/scenarios/scenario.ts'
import {
  type Observation,
  observationGhosts,
  observationOf,
  observedOperations,
  resultWords,
} from '../spec/observation.ts'
import type { Seen } from '../spec/promise.ts'
import type { Started } from '../spec/started.ts'
import { searchBeside } from './beside.ts'
import type { Job } from './job.ts'
import type { Hooks } from './judge.ts'

/** Two observations are the same when their keys are. */
export const keyOf = ({ operation, args, result, tells }: Observation): string =>
  JSON.stringify([operation, args, result, tells])

/**
 * A search on one thread, which looks on.
 *
 * @param wanted all, or only these: then each stands among the judgements, by its key, broken where a call returns so
 * @throws InputError when the job names something that does not exist
 */
export async function lookOn(
  job: Job,
  wanted: 'all' | readonly Observation[],
  hooks: Hooks,
): Promise<{ readonly result: Result; readonly observed: readonly Observation[] }> {
  const found = new Map<string, Observation>()
  const { result, beside } = await searchBeside(
    job,
    (started, scenario) => {
      const looking = lookingOn(started, scenario)
      return wanted === 'all' ? collecting(found, looking) : witnesses(wanted, looking)
    },
    hooks,
  )
  const observed = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, observation]) => observation)
  const shown: readonly Judgement[] = wanted === 'all' ? [] : [...beside.values()]
  return { result: { ...result, judgements: [...result.judgements, ...shown] }, observed }
}

/** Properties that are never broken, and put every way in which a call returns into `found`, by its key. */
const collecting = (found: Map<string, Observation>, looking: readonly Looking[]): Property[] =>
  looking.map(({ operation, look }) => ({
    ...judging(operation, `observes ${operation}`),
    check: (seen: Seen) => {
      const observation = look(seen)
      found.set(keyOf(observation), observation)
      return 0
    },
    says: () => '',
  }))

/** Properties named by keys, each broken where a call returns so: their traces are the shortest ways there. */
const witnesses = (wanted: readonly Observation[], looking: readonly Looking[]): Property[] =>
  looking.flatMap(({ operation, look }) =>
    wanted
      .filter(one => one.operation === operation)
      .map(one => ({
        ...judging(operation, keyOf(one)),
        check: (seen: Seen) => Number(keyOf(look(seen)) === keyOf(one)),
        says: () => `${operation} ${resultWords(one)}`,
      })),
  )

const judging = (operation: string, name: string): Omit<ReturnProperty<Seen>, 'check' | 'says'> => ({
  kind: 'return',
  name,
  of: [operation],
  ghosts: observationGhosts,
})

interface Looking {
  readonly operation: string
  readonly look: (seen: Seen) => Observation
}

function lookingOn(started: readonly Started[], scenario: Scenario): Looking[] {
  const observed = observedOperations(scenario)
  return started
    .filter(({ operation }) => observed.has(operation))
    .map(({ operation, args, locals }) => ({ operation, look: seen => observationOf(seen, operation, args, locals) }))
}
