/**
 * A search that also looks on as callers do: in which ways calls return, or how they come to return so.
 */
import { search } from '../checker/index.ts'
import type { Property, ReturnProperty } from '../checker/property.ts'
import type { Result } from '../checker/result.ts'
import type { AnySystem } from '../checker/system.ts'
import type { Scenario } from '../model/scenarios/scenario.ts'
import {
  type Observation,
  observationGhosts,
  observationOf,
  observedOperations,
  resultWords,
} from '../spec/observation.ts'
import type { Seen } from '../spec/promise.ts'
import type { Job } from './job.ts'
import { build, type Hooks, subject } from './judge.ts'

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
  const { system, properties } = await subject(job)
  const { scenario } = build(job.world)
  const { threads, ...limits } = job.bounds
  const searchWith = (more: readonly Property[]) => search(system, [...properties, ...more], { ...limits, ...hooks })
  if (wanted !== 'all') return { result: searchWith(witnesses(wanted, scenario, system)), observed: [] }
  const found = new Map<string, Observation>()
  const observers = collecting(found, scenario, system)
  const { judgements, ...result } = searchWith(observers)
  const promises = judgements.filter(({ property }) => !observers.some(({ name }) => name === property))
  const observed = [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, observation]) => observation)
  return { result: { ...result, judgements: promises }, observed }
}

/** Properties that are never broken, and put every way in which a call returns into `found`, by its key. */
const collecting = (found: Map<string, Observation>, scenario: Scenario, system: AnySystem): Property[] =>
  looking(scenario, system).map(({ operation, look }) => ({
    ...judging(operation, `observes ${operation}`),
    check: (seen: Seen) => {
      const observation = look(seen)
      found.set(keyOf(observation), observation)
      return 0
    },
    says: () => '',
  }))

/** Properties named by keys, each broken where a call returns so: their traces are the shortest ways there. */
const witnesses = (wanted: readonly Observation[], scenario: Scenario, system: AnySystem): Property[] =>
  looking(scenario, system).flatMap(({ operation, look }) =>
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

const looking = (scenario: Scenario, system: AnySystem) =>
  [...observedOperations(scenario)].map(([operation, args]) => {
    const locals = Object.keys(
      (system.operations[operation]!().config.meta as { locals?: object } | undefined)?.locals ?? {},
    )
    return { operation, look: (seen: Seen) => observationOf(seen, operation, args, locals) }
  })
