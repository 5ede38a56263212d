/**
 * A kernel to try primitives on: the fields of a world in plain arrays, all zeros.
 */
import type { Field } from '../../../checker/declare/layout.ts'
import { type Bounds, type Environment, type Kernel, kernelFields } from '../../../model/kernel/state/state.ts'

const small: Bounds = { pages: 4, hugepage: 2, frames: 4, threads: 2, vms: 1, failures: 1 }

/** Two hugepages of two pages, two threads and a VM, unless said otherwise. */
export function kernelOf(bounds: Partial<Bounds> = {}, environment: Partial<Environment> = {}): Kernel {
  const fields = kernelFields({ ...small, ...bounds }, { tdxHoldsReferences: false, ...environment })
  const zero = (field: Field) =>
    field.kind === 'constant' ? field.value : field.kind === 'cells' ? new Uint8Array(field.length) : 0
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, zero(field)])) as unknown as Kernel
}

/** The names of the signals that were raised. */
export const raised = (kernel: Kernel): string[] =>
  Object.entries(kernelFields(small, { tdxHoldsReferences: false })).flatMap(([name, field]) =>
    field.kind === 'cell' && field.role === 'signal' && kernel[name as keyof Kernel] !== 0 ? [name] : [],
  )
