/**
 * Calls that can be held to success.
 */
import type { Kernel } from '../../../model/kernel/state/state.ts'

/** Nothing was made to fail, and no frame is broken: what a call needs is there. */
export const isUndisturbed = (kernel: Kernel): boolean =>
  kernel.failuresLeft === kernel.failures && !kernel.hwpoison.includes(1)

/** The range is one of hugepages. */
export const isWhole = (kernel: Kernel, start: number, pages: number): boolean =>
  start % kernel.hugepage === 0 && pages % kernel.hugepage === 0
