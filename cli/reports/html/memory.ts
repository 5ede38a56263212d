/**
 * What memory looks like before the first step of a trace, field by field, in the words of its changes.
 */
import { type Kernel, kernelFields } from '../../../model/kernel/state/state.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { indexWords } from '../trace/indices.ts'

export interface MemoryField {
  readonly name: string
  /** One for each entry; empty for a number. */
  readonly places: readonly string[]
  /** The value of each entry, or the one value, in words. */
  readonly shows: readonly string[]
}

/** Fields of the kernel; what the model keeps beside it is left out. @param initial from 0 */
export function memoryAt({ bounds, environment, initial: setters }: Scenario, initial: number): MemoryField[] {
  const fields = Object.entries(kernelFields(bounds, environment))
  const kernel = Object.fromEntries(
    fields.map(([name, field]) => {
      if (field.kind === 'constant') return [name, field.value]
      return [name, field.kind === 'cells' ? new Uint8Array(field.length) : 0]
    }),
  ) as unknown as Kernel
  kernel.failuresLeft = bounds.failures
  setters[initial]!(kernel)
  return fields.flatMap(([name, field]) => {
    if (field.kind === 'constant' || field.role !== 'state' || name === 'held') return []
    const value = kernel[name as keyof Kernel] as number | Uint8Array
    const show = field.show ?? String
    if (typeof value === 'number') return [{ name, places: [], shows: [show(value)] }]
    const places = [...value].map((_, index) => indexWords(bounds, name, index, value.length))
    return places.length === 0 ? [] : [{ name, places, shows: [...value].map(one => show(one)) }]
  })
}
