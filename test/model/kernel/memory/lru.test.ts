import { describe, expect, it } from 'vitest'
import { addToLruBatch, drainLruBatchesFor, isOnLru, lruCacheDrained } from '../../../../model/kernel/memory/lru.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import { kernelOf } from '../kernel.ts'

const { LRU_CACHE_NOT_DRAINED, LRU_CACHE_DRAINED, LRU_CACHE_DRAINED_ALL } = lruCacheDrained
const FOLIO = 0
/** That of the batch of folios in which the caller has it. */
const KNOWN = 1

/** A folio in the file that the caller has looked up, and that waits in a batch on its way to the LRU. */
const batched = (): Kernel => {
  const kernel = kernelOf({ hugepage: 1 }, { parts: ['lru'] })
  kernel.mapping[FOLIO] = 1
  kernel.refs[FOLIO] = 1 + KNOWN
  addToLruBatch(kernel, FOLIO)
  return kernel
}

describe('lru_cache_drain_for_folio()', () => {
  it('drains where the folio has one reference more than is known', () => {
    const kernel = batched()
    expect(drainLruBatchesFor(kernel, FOLIO, KNOWN, LRU_CACHE_NOT_DRAINED)).toBe(LRU_CACHE_DRAINED_ALL)
    expect([isOnLru(kernel, FOLIO), kernel.refs[FOLIO]]).toEqual([true, 1 + KNOWN])
  })

  it.each<[string, number, number, (kernel: Kernel) => void]>([
    ['takes the reference of the batch for one of its caller, which says so', 2, LRU_CACHE_NOT_DRAINED, () => {}],
    ['has drained all CPUs before', KNOWN, LRU_CACHE_DRAINED_ALL, () => {}],
    [
      'is given a large folio',
      KNOWN,
      LRU_CACHE_NOT_DRAINED,
      kernel => {
        Object.assign(kernel, { hugepage: 2 })
        kernel.huge[FOLIO] = 1
      },
    ],
  ])('does nothing where it %s', (_, known, drained, set) => {
    const kernel = batched()
    set(kernel)
    expect(drainLruBatchesFor(kernel, FOLIO, known, drained)).toBe(drained)
    expect(isOnLru(kernel, FOLIO)).toBe(false)
  })

  it('knows the references of page tables, and goes on behind the CPU that was drained', () => {
    const kernel = batched()
    kernel.hostPte[2] = 1 + FOLIO
    kernel.refs[FOLIO]! += 1
    expect(drainLruBatchesFor(kernel, FOLIO, 2, LRU_CACHE_DRAINED)).toBe(LRU_CACHE_DRAINED)
    expect(drainLruBatchesFor(kernel, FOLIO, KNOWN, LRU_CACHE_DRAINED)).toBe(LRU_CACHE_DRAINED_ALL)
  })
})
