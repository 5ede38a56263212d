/**
 * What calls return that nobody disturbs, by what they find.
 */
import type { AnySystem, Fields, Property } from '../../checker/declare.ts'
import { oneAfterAnother } from '../../checker/index.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import { callWords } from '../../spec/judging/started.ts'
import { outcomeOf } from '../../spec/observation/observation.ts'
import type { Seen } from '../../spec/promise.ts'
import { startedIn } from './beside.ts'
import type { Alone } from './job.ts'
import { hashOf, type Shared } from './shared-state.ts'

interface Asked {
  readonly system: AnySystem
  readonly properties: readonly Property[]
  readonly scenario: Scenario
}

/** So many states are expanded, at most. */
const MOST = 50_000

/** @returns nothing where there are too many calls to make them all */
export function callsAlone({ system, properties, scenario }: Asked): Alone | undefined {
  const started = new Map(startedIn(scenario, system).map(one => [one.operation, one]))
  const fields = stateIn(system.fields)
  const calls: Record<string, Record<string, { ways: Set<string>; breaks: boolean }>> = {}
  const whole = oneAfterAnother(
    system,
    properties,
    {
      found: (seen: Seen) => hashOf(seen.kernel as unknown as Shared, fields).toString(36),
      returned: (found: string, operation: string, seen: Seen, breaks: boolean) => {
        const one = started.get(operation)!
        const call = callWords(one, seen.call)
        calls[call] ??= {}
        calls[call][found] ??= { ways: new Set(), breaks: false }
        const here = calls[call][found]
        here.ways.add(outcomeOf(seen, operation, one.locals))
        here.breaks ||= breaks
      },
    },
    MOST,
  )
  if (!whole) return undefined
  return Object.fromEntries(
    Object.entries(calls).map(([call, byState]) => [
      call,
      Object.fromEntries(
        Object.entries(byState).map(([found, { ways, breaks }]) => [found, { ways: [...ways].sort(), breaks }]),
      ),
    ]),
  )
}

const stateIn = (fields: Fields): string[] =>
  Object.entries(fields).flatMap(([name, field]) => (field.kind !== 'constant' && field.role === 'state' ? [name] : []))
