/**
 * A search that judges more than the promises, on one thread.
 */
import type { AnySystem, Property } from '../../../checker/declare.ts'
import { type Judgement, type Result, search } from '../../../checker/index.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { callWords, type Started, startedOperations } from '../../../spec/judging/started.ts'
import type { Seen } from '../../../spec/promise.ts'
import type { Job, Returns } from './job.ts'
import { build, type Hooks, subject } from './judge.ts'

interface Beside {
  readonly result: Result
  readonly beside: ReadonlyMap<string, Judgement>
  readonly returns: Returns
  /** The system that the job names, and the promises it judges. */
  readonly of: { readonly system: AnySystem; readonly properties: readonly Property[]; readonly scenario: Scenario }
}

/**
 * @param more what is judged beside the promises, given the operations of the world
 * @param changed the system that is searched, made of that of the job
 * @returns judgements of the promises in `result`, the others by name of their property; and how calls return
 * @throws InputError when the job names something that does not exist
 */
export async function searchBeside(
  job: Job,
  more: (started: readonly Started[], scenario: Scenario) => readonly Property[],
  hooks: Hooks,
  changed: (system: AnySystem, scenario: Scenario) => AnySystem = system => system,
): Promise<Beside> {
  const { system, properties } = await subject(job, hooks.onCode)
  const { scenario } = build(job.world, job.without)
  const { threads, ...limits } = job.bounds
  const started = startedIn(scenario, system)
  const returns = new Map<string, Set<number>>()
  const others = [...more(started, scenario), ...started.map(one => noting(one, returns))]
  const { judgements, ...result } = search(changed(system, scenario), [...properties, ...others], {
    ...limits,
    ...hooks,
  })
  const names = new Set(others.map(({ name }) => name))
  return {
    result: { ...result, judgements: judgements.filter(({ property }) => !names.has(property)) },
    beside: new Map(judgements.filter(({ property }) => names.has(property)).map(one => [one.property, one])),
    returns: Object.fromEntries(
      [...returns].map(([operation, found]) => [operation, [...found].sort((a, b) => a - b)]),
    ),
    of: { system, properties, scenario },
  }
}

/** A property that is never broken, and notes with what an operation returns, and what each of its calls does. */
const noting = ({ operation, args, locals }: Started, returns: Map<string, Set<number>>): Property => ({
  kind: 'return',
  of: [operation],
  name: `returns of ${operation}`,
  check: ({ call }: Seen) => {
    const result = locals.includes('result') ? call.result! : OK
    note(returns, operation, result)
    if (args.length > 0) note(returns, callWords({ operation, args }, call), result)
    return 0
  },
  says: () => '',
})

const note = (returns: Map<string, Set<number>>, call: string, result: number): void => {
  const found = returns.get(call) ?? new Set()
  returns.set(call, found.add(result))
}

/** The operations of a scenario, as the system has them. */
export const startedIn = (scenario: Scenario, system: AnySystem): Started[] =>
  [...startedOperations(scenario)].map(([operation, args]) => {
    const { meta } = system.operations[operation]!().config as { meta?: { locals?: object } }
    return { operation, args, locals: Object.keys(meta?.locals ?? {}) }
  })
