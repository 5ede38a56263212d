/**
 * A scenario under a design, ready to be searched.
 */

import { type AnySystem, InputError, type Machine, type System } from '../checker/declare.ts'
import { replaceParts } from '../checker/operation.ts'
import type { NamedDesign } from './designs/design.ts'
import { hole, nobodyElsesHole } from './kernel/file/hole-snapshot.ts'
import { snapshot } from './kernel/file/snapshot.ts'
import { directMapConstants } from './kernel/state/direct-map.ts'
import { supposedIn } from './kernel/state/hypothetical.ts'
import { refuseBounds } from './kernel/state/limits.ts'
import { type Kernel, kernelFields } from './kernel/state/state.ts'
import { words } from './kernel/words.ts'
import { machinesFor } from './operations/machines.ts'
import { type Mutation, operationsOf, type Scenario } from './scenarios/parts/scenario.ts'

/** A world, and what it was built of. */
export interface Built {
  readonly scenario: Scenario
  readonly design: NamedDesign
  readonly system: AnySystem
}

/**
 * @throws InputError when the design has not what the scenario calls, the mutation names a guard or effect that no operation
 * of the scenario has, or the scenario is larger than the model holds or needs what is not modelled for the design
 */
export function world(scenario: Scenario, design: NamedDesign, mutation?: Mutation): System {
  const { bounds, environment, initial, threads } = scenario
  refuseBounds(scenario.name, bounds)
  refuseWhatIsNotModelled(scenario, design)
  const operations = machinesFor(design)
  refuseOther(scenario, design, operations)
  const { directMap } = design.decisions
  const supposes = supposedIn(bounds)
  return {
    fields: {
      ...kernelFields(bounds, environment),
      ...directMapConstants(directMap !== 'untouched', directMap === 'recorded'),
    },
    initial: initial.map(set => shared => {
      const kernel = shared as unknown as Kernel
      kernel.failuresLeft = bounds.failures
      set(kernel)
    }),
    operations: mutation ? mutate(operations, mutation, scenario) : operations,
    threads,
    spendsIf: { 'punch hole': nobodyElsesHole },
    spent: {
      // Whoever waited for a lock may have found a signal.
      ...Object.fromEntries(operationsOf(scenario).map(operation => [operation, ['signalsAsked']])),
      'punch hole': [...hole, 'signalsAsked'],
      // the inode goes with its one file
      ...(directMap !== 'untouched' && { release: hole }),
      evict: hole,
      populate: ['imageDone', 'imageShared', 'signalsAsked'],
      allocate: ['signalsAsked', 'addedPages'],
      'fallocate anyhow': ['sinceHole', 'holeOf', 'signalsAsked'],
      remove: ['sinceHole', 'holeOf'],
      convert: [...snapshot, 'signalsAsked'],
      split: snapshot,
      merge: snapshot,
      prepare: snapshot,
      rollback: snapshot,
    },
    words,
    ...(supposes !== undefined && { supposes }),
  }
}

/** A scenario of code that the design knows nothing of. */
function refuseOther(scenario: Scenario, design: NamedDesign, operations: Readonly<Record<string, unknown>>): void {
  const missing = operationsOf(scenario).filter(operation => !(operation in operations))
  if (missing.length > 0)
    throw new InputError(
      `${scenario.name} calls ${missing.join(', ')}, which ${design.name} has not\nchoose one of gmemcheck list scenarios that it has, or leave it out`,
    )
}

/** Populating hugepages with the callback of TDX is not modelled: a verdict would leave the callback out. */
const refuseWhatIsNotModelled = ({ name, environment, threads }: Scenario, design: NamedDesign): void => {
  const populates = threads.some(({ calls }) => calls.some(({ operation }) => operation === 'populate'))
  if (!populates || !environment.parts?.includes('tdx')) return
  const { allocator, conversion } = design.decisions
  if (allocator === 'hugepages' && conversion === 'work-list')
    throw new InputError(
      `${name} populates a TDX guest, which is not modelled for the hugepages of ${design.name}: use rfc-v2-without-hugepages`,
    )
}

const mutate = (
  operations: Readonly<Record<string, () => Machine>>,
  { name, guards = {}, effects = {} }: Mutation,
  { name: scenario, threads }: Scenario,
): Readonly<Record<string, () => Machine>> => {
  const started = new Set(threads.flatMap(({ calls }) => calls.map(({ operation }) => operation)))
  const missing = new Set([...Object.keys(guards), ...Object.keys(effects)])
  const mutated = Object.fromEntries(
    [...started].map(operation => {
      const machine = operations[operation]!()
      const { guards: has, actions } = machine.implementations
      const own = <T>(parts: Readonly<Record<string, T>>, known: object) =>
        Object.fromEntries(Object.entries(parts).filter(([part]) => part in known))
      const replaced = { guards: own(guards, has), effects: own(effects, actions) }
      for (const part of [...Object.keys(replaced.guards), ...Object.keys(replaced.effects)]) missing.delete(part)
      return [operation, () => replaceParts(machine, replaced)]
    }),
  )
  if (missing.size > 0)
    throw new InputError(
      `the mutation "${name}" replaces ${[...missing].join(', ')}, which no operation of ${scenario} has: use it with another scenario`,
    )
  return mutated
}
