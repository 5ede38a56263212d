/**
 * The per-CPU batches in which folios travel to the LRU lists, each with a reference of its own.
 *
 * Only in worlds with batches; elsewhere they are drained at once. Memory failure finds a folio on the LRU only.
 *
 * Source: folio_add_lru(), lru_add_drain_all(), lru_cache_drain_for_folio(), mm/swap.c (mm/folio.c since Linux 7.3);
 * folio_expected_ref_count(), include/linux/mm.h.
 */

import type { Kernel } from '../state/state.ts'
import { dropReferences, folioOf, folioPages } from './folio.ts'

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

/** enum lru_cache_drained: those of this CPU come between. */
export const lruCacheDrained = { LRU_CACHE_NOT_DRAINED: 0, LRU_CACHE_DRAINED: 1, LRU_CACHE_DRAINED_ALL: 2 }
const { LRU_CACHE_DRAINED_ALL } = lruCacheDrained

/**
 * lru_cache_drain_for_folio(): nothing where the references are those that are known, nor where all CPUs were drained before.
 * The batches of this CPU and those of others are drained at once.
 *
 * @param extra references that the caller knows of
 * @returns what is drained then
 */
export const drainLruBatchesFor = (kernel: Kernel, folio: number, extra: number, drained: number): number => {
  if (folioPages(kernel, folio) > 1 || drained === LRU_CACHE_DRAINED_ALL) return drained
  if (kernel.refs[folio] === expectedReferences(kernel, folio) + extra) return drained
  drainLruBatches(kernel)
  return LRU_CACHE_DRAINED_ALL
}

/** folio_expected_ref_count(): those of the page cache and of page tables. */
const expectedReferences = (kernel: Kernel, folio: number): number => {
  let mapped = 0
  for (const pte of kernel.hostPte) if (pte !== 0 && folioOf(kernel, pte - 1) === folio) mapped += 1
  return (kernel.mapping[folio] === 1 ? folioPages(kernel, folio) : 0) + mapped
}

/** folio_test_lru(): the folio has left its batch. */
export const isOnLru = (kernel: Kernel, folio: number): boolean =>
  kernel.lruBatch.length === 0 || kernel.lruBatch[folio] === 0
