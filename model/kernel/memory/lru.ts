/**
 * The per-CPU batches in which folios travel to the LRU lists, each with a reference of its own.
 *
 * Only in worlds with batches; elsewhere they are drained at once. Memory failure finds a folio on the LRU only.
 *
 * Source: folio_add_lru(), lru_add_drain_all(), mm/swap.c.
 */

import type { Kernel } from '../state/state.ts'
import { dropReferences } from './folio.ts'

export const addToLruBatch = (kernel: Kernel, folio: number): void => {
  if (kernel.lruBatch.length === 0) return
  kernel.lruBatch[folio] = 1
  kernel.refs[folio]! += 1
}

/** lru_add_drain_all(). */
export const drainLruBatches = (kernel: Kernel): void => {
  for (let folio = 0; folio < kernel.lruBatch.length; folio++) {
    if (kernel.lruBatch[folio] === 0) continue
    kernel.lruBatch[folio] = 0
    dropReferences(kernel, folio, 1)
  }
}

/** folio_test_lru(): the folio has left its batch. */
export const isOnLru = (kernel: Kernel, folio: number): boolean =>
  kernel.lruBatch.length === 0 || kernel.lruBatch[folio] === 0
