/**
 * Frames that broke, and the references that memory failure keeps on their folios for good.
 *
 * Source: memory_failure(), get_hwpoison_page(), mm/memory-failure.c.
 */
import { isHolder } from '../../../checker/declare.ts'
import type { Kernel } from '../state/state.ts'

/** folio_test_hwpoison(). */
export const isPoisoned = (kernel: Kernel, folio: number): boolean =>
  kernel.hwpoison.length > 0 && kernel.hwpoison[folio] === 1

/** mf_mutex can be taken. */
export const failureMutexIsFree = (kernel: Kernel): boolean =>
  kernel.failureMutex.length === 0 || kernel.failureMutex[0] === 0

export const takeFailureMutex = (kernel: Kernel, self: number): void => {
  kernel.failureMutex[0] = 1 + self
}

export const dropFailureMutex = (kernel: Kernel, self: number): void => {
  if (!isHolder(kernel, 'failureMutex', self)) kernel.unlockedUnheld = 1
  kernel.failureMutex[0] = 0
}

/** get_hwpoison_page(): a reference that is not dropped until somebody unpoisons the frame. */
export const holdPoisonedFolio = (kernel: Kernel, folio: number): void => {
  kernel.refs[folio]! += 1
  kernel.failureHeld[folio] = 1
}
