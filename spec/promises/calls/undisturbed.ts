/**
 * Calls that can be held to success.
 */
import type { Kernel } from '../../../model/kernel/state/state.ts'

/** Nothing was made to fail, and no frame is broken: what a call needs is there. */
export function isUndisturbed(kernel: Kernel): boolean {
  for (let frame = 0; frame < kernel.hwpoison.length; frame++) if (kernel.hwpoison[frame] === 1) return false
  return kernel.failuresLeft === kernel.failures
}

/** The range is one of hugepages. */
export const isWhole = (kernel: Kernel, start: number, pages: number): boolean =>
  start % kernel.hugepage === 0 && pages % kernel.hugepage === 0
