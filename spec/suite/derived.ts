/**
 * Which promises a scenario cannot put to the test, whatever the design: this follows from their declarations, so that
 * nobody needs to record it.
 */
import { kernelFields } from '../../model/kernel/state/state.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import { boundIn } from '../judging/alone.ts'
import { startedOperations } from '../judging/started.ts'
import type { Promised } from '../promise.ts'

/** Whether a promise can be judged in the scenario, as far as declarations tell. */
export function testableIn({ bounds, environment, ...scenario }: Scenario): (promise: Promised) => boolean {
  const started = startedOperations(scenario)
  const fields = kernelFields(bounds, environment)
  return promise => {
    if (promise.kind === 'contract')
      return boundIn(promise, bounds.threads).of.some(operation => started.has(operation))
    if (promise.kind !== 'invariant' || promise.holds.needs === undefined) return true
    const field = fields[promise.holds.needs]
    return !('length' in field) || field.length > 0
  }
}
