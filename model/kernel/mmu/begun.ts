/**
 * Invalidations that a call has begun and has to end: a ghost.
 */
import type { Kernel } from '../state/state.ts'

/** A thread begins an invalidation (1), or ends one (-1). */
export const countBegun = (kernel: Kernel, self: number, vm: number, by: number): void => {
  const cell = self * kernel.vms + vm
  if (cell < kernel.begunBy.length) kernel.begunBy[cell] = (kernel.begunBy[cell]! + by + 256) % 256
}
