/**
 * What calls return that nobody disturbs, by what they find.
 */
import type { AnySystem, Fields, Property } from '../../../checker/declare.ts'
import { oneAfterAnother } from '../../../checker/index.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { callWords } from '../../../spec/judging/started.ts'
import { outcomeOf } from '../../../spec/observation/observation.ts'
import type { Seen } from '../../../spec/promise.ts'
import { startedIn } from './beside.ts'
import type { Alone } from './job.ts'
import { hashOf, type Shared } from './shared-state.ts'

interface Asked {
  readonly system: AnySystem
  readonly properties: readonly Property[]
  readonly scenario: Scenario
}

/** So many states are expanded, at most; no scenario of ours has half of them. */
const MOST = 200_000

/** @returns nothing where there are too many calls to make them all */
export function callsAlone({ system, properties, scenario }: Asked): Alone | undefined {
  const started = new Map(startedIn(scenario, system).map(one => [one.operation, one]))
  const fields = stateIn(system.fields).filter(name => name !== DECLARED)
  const calls: Returning = {}
  const whole = oneAfterAnother(
    system,
    properties,
    {
      found: (seen: Seen) => foundIn(seen.kernel as unknown as Shared, fields),
      told: (operation: string, seen: Seen) => {
        const one = started.get(operation)!
        return { call: callWords(one, seen.call), outcome: outcomeOf(seen, operation, one.locals) }
      },
      returned: (found, { call, outcome }, { choices, breaks }) => {
        calls[call] ??= {}
        calls[call][found] ??= {}
        const ways = calls[call][found]
        const chosen = choices.join(', ')
        ways[chosen] ??= { returns: [], breaks: false }
        const here = ways[chosen]
        if (!here.returns.includes(outcome)) here.returns.push(outcome)
        here.breaks ||= breaks
      },
    },
    MOST,
  )
  return whole ? calls : undefined
}

/** The fields that a file declares beside those of the model: one side may have more of them than the other. */
const DECLARED = 'declared'

/** Between what both sides have, and what one may have alone. */
const AND = '+'

function foundIn(shared: Shared, fields: readonly string[]): string {
  const declared = hashOf(shared, DECLARED in shared ? [DECLARED] : [])
  return [hashOf(shared, fields), ...(declared === 0 ? [] : [declared])].map(hash => hash.toString(36)).join(AND)
}

/** What is found but for fields that one side may have alone. */
export const foundByBoth = (found: string): string => found.split(AND)[0]!

type Returning = Record<string, Record<string, Record<string, { returns: string[]; breaks: boolean }>>>

const stateIn = (fields: Fields): string[] =>
  Object.entries(fields).flatMap(([name, field]) => (field.kind !== 'constant' && field.role === 'state' ? [name] : []))
