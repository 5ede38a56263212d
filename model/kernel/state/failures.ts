/**
 * Injected failures: one budget for the whole world, spent wherever the kernel may run out of something.
 */
import type { Kernel } from './state.ts'

export const mayFail = (kernel: Kernel): boolean => kernel.failuresLeft > 0

export const spendFailure = (kernel: Kernel): void => {
  kernel.failuresLeft -= 1
}
