/**
 * A search that judges more than the promises, on one thread.
 */

import type { AnySystem, Property } from '../../checker/declare.ts'
import { type Judgement, type Result, search } from '../../checker/index.ts'
import type { Scenario } from '../../model/scenarios/scenario.ts'
import { type Started, startedOperations } from '../../spec/started.ts'
import type { Job } from './job.ts'
import { build, type Hooks, subject } from './judge.ts'

/**
 * @param more what is judged beside the promises, given the operations of the world
 * @param changed the system that is searched, made of that of the job
 * @returns judgements of the promises in `result`, the others by name of their property
 * @throws InputError when the job names something that does not exist
 */
export async function searchBeside(
  job: Job,
  more: (started: readonly Started[], scenario: Scenario) => readonly Property[],
  hooks: Hooks,
  changed: (system: AnySystem, scenario: Scenario) => AnySystem = system => system,
): Promise<{ readonly result: Result; readonly beside: ReadonlyMap<string, Judgement> }> {
  const { system, properties } = await subject(job)
  const { scenario } = build(job.world)
  const { threads, ...limits } = job.bounds
  const others = more(startedIn(scenario, system), scenario)
  const { judgements, ...result } = search(changed(system, scenario), [...properties, ...others], {
    ...limits,
    ...hooks,
  })
  const names = new Set(others.map(({ name }) => name))
  return {
    result: { ...result, judgements: judgements.filter(({ property }) => !names.has(property)) },
    beside: new Map(judgements.filter(({ property }) => names.has(property)).map(one => [one.property, one])),
  }
}

/** The operations of a scenario, as the system has them. */
export const startedIn = (scenario: Scenario, system: AnySystem): Started[] =>
  [...startedOperations(scenario)].map(([operation, args]) => {
    const { meta } = system.operations[operation]!().config as { meta?: { locals?: object } }
    return { operation, args, locals: Object.keys(meta?.locals ?? {}) }
  })
