import type { Seam } from '../c/machine/seam.ts'
import type { S } from '../kernel/c/declare.ts'

/** Where a C function meets the hand-written ones of this model. */
export type KernelSeam = Seam<S>
