/**
 * The kernel's state in numbers, as it is before and after each step of a trace.
 */
import type { TraceStep } from '../../../checker/index.ts'
import { type Kernel, kernelFields } from '../../../model/kernel/state/state.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'

/** All fields of a world, constants included; rows are copies of their own. */
export type MemoryState = Kernel

/** As the world begins. @param initial from 0 */
export function memoryAt({ bounds, environment, initial: setters }: Scenario, initial: number): MemoryState {
  const memory = Object.fromEntries(
    Object.entries(kernelFields(bounds, environment)).map(([name, field]) => {
      if (field.kind === 'constant') return [name, field.value]
      return [name, field.kind === 'cells' ? new Uint8Array(field.length) : 0]
    }),
  ) as unknown as MemoryState
  memory.failuresLeft = bounds.failures
  setters[initial]!(memory)
  return memory
}

/** The initial state, then the state after each step. */
export function memoriesOf(
  scenario: Scenario,
  { initial, steps }: { readonly initial: number; readonly steps: readonly Pick<TraceStep, 'changes'>[] },
): MemoryState[] {
  const memories = [memoryAt(scenario, initial)]
  for (const step of steps) memories.push(after(memories.at(-1)!, step))
  return memories
}

function after(memory: MemoryState, { changes }: Pick<TraceStep, 'changes'>): MemoryState {
  const next = Object.fromEntries(
    Object.entries(memory).map(([name, value]) => [name, typeof value === 'number' ? value : Uint8Array.from(value)]),
  )
  for (const { field, index, after } of changes) {
    const row = next[field]
    if (index === undefined) next[field] = after
    else if (typeof row === 'object') row[index] = after
  }
  return next as unknown as MemoryState
}

/** From what a walk says of its state. */
export function memoryFrom(
  scenario: Scenario,
  shared: Readonly<Record<string, number | readonly number[]>>,
): MemoryState {
  const rows = Object.entries(shared).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : Uint8Array.from(value),
  ])
  return { ...memoryAt(scenario, 0), ...Object.fromEntries(rows) }
}
