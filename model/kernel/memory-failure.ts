/**
 * Frames that broke.
 *
 * Source: memory_failure(), mm/memory-failure.c.
 */
import type { Kernel } from './state.ts'

/** folio_test_hwpoison(). */
export const isPoisoned = (kernel: Kernel, folio: number): boolean =>
  kernel.hwpoison.length > 0 && kernel.hwpoison[folio] === 1
