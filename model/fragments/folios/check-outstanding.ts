/**
 * Looks for references to the folios of a range that neither the filemap nor the lookup holds.
 *
 * Pins and host mappings are seen as such. What else there is may be a reference of a per-CPU LRU batch: the batches are
 * drained once, and then the count must be right.
 *
 * Source: kvm_gmem_has_outstanding_references(), __folio_has_outstanding_references(), virt/kvm/guest_memfd.c (in-place
 * conversion, after v8); lru_cache_drain_for_folio(), mm/swap.c.
 * Left out: folios are tested in turn, and the batches drained at the first one that needs it: here all are looked up in
 * one step, all tested in one, and the batches drained in one (what a folio gains once it was tested is as if gained after
 * the last one was); that a pin is told from 1024 other references (folio_maybe_dma_pinned() may be wrong, and then only fails the conversion).
 */
import { cell } from '../../../checker/declare.ts'
import { slotAt } from '../../kernel/file/filemap.ts'
import { folioOf, folioPages, getFolio, putFolio } from '../../kernel/memory/folio.ts'
import { drainLruBatches } from '../../kernel/memory/lru.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { EAGAIN, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

export type CheckOutstandingLocal =
  | 'outstanding.start'
  | 'outstanding.pages'
  | 'outstanding.errorIndex'
  | 'outstanding.result'
type CheckOutstanding = Scope<CheckOutstandingLocal>

/** The folio of a page is pinned, or a host page table maps it. */
const isPinnedOrMapped = (kernel: Kernel, page: number): boolean => {
  const folio = slotAt(kernel, page) - 1
  for (let frame = folio; frame < folio + folioPages(kernel, folio); frame++) if (kernel.pins[frame]! > 0) return true
  for (let other = 0; other < kernel.pages; other++)
    if (kernel.hostPte[other] !== 0 && folioOf(kernel, kernel.hostPte[other]! - 1) === folio) return true
  return false
}

const fail = ({ call }: CheckOutstanding, page: number): void => {
  call['outstanding.result'] = EAGAIN
  call['outstanding.errorIndex'] = page
}

export const checkOutstanding = {
  guards: {
    'outstanding.failed': ({ call }: CheckOutstanding) => call['outstanding.result'] !== OK,
  },
  effects: {
    'outstanding.get': ({ kernel, call, self }: CheckOutstanding) => {
      const start = call['outstanding.start']
      for (let page = start; page < start + call['outstanding.pages']; page++)
        if (slotAt(kernel, page) !== 0) getFolio(kernel, self, slotAt(kernel, page) - 1)
    },
    'outstanding.test': (scope: CheckOutstanding) => {
      const { kernel, call } = scope
      for (
        let page = call['outstanding.start'] + call['outstanding.pages'] - 1;
        page >= call['outstanding.start'];
        page--
      )
        if (slotAt(kernel, page) !== 0 && isPinnedOrMapped(kernel, page)) fail(scope, page)
    },
    'outstanding.drain': ({ kernel }: CheckOutstanding) => drainLruBatches(kernel),
    'outstanding.compare': (scope: CheckOutstanding) => {
      const { kernel, call } = scope
      for (
        let page = call['outstanding.start'] + call['outstanding.pages'] - 1;
        page >= call['outstanding.start'];
        page--
      ) {
        const folio = slotAt(kernel, page) - 1
        if (folio >= 0 && kernel.refs[folio] !== folioPages(kernel, folio) + 1) fail(scope, page)
      }
    },
    'outstanding.put': ({ kernel, call, self }: CheckOutstanding) => {
      const start = call['outstanding.start']
      for (let page = start; page < start + call['outstanding.pages']; page++)
        if (slotAt(kernel, page) !== 0) putFolio(kernel, self, slotAt(kernel, page) - 1)
    },
  },
  config: {
    meta: {
      within: 'outstanding',
      locals: {
        'outstanding.start': cell(16),
        'outstanding.pages': cell(16),
        'outstanding.errorIndex': cell(16),
        'outstanding.result': cell(RESULTS, showResult),
      },
    },
    initial: 'getting',
    states: {
      getting: {
        meta: { fn: 'filemap_get_folios' },
        on: { step: { actions: 'outstanding.get', target: 'testing' } },
      },
      testing: {
        meta: { fn: 'folio_maybe_dma_pinned' },
        on: { step: { actions: 'outstanding.test', target: 'draining' } },
      },
      draining: {
        meta: { fn: 'lru_cache_drain_for_folio' },
        on: {
          step: [
            { guard: 'outstanding.failed', target: 'putting' },
            { actions: 'outstanding.drain', target: 'comparing' },
          ],
        },
      },
      comparing: {
        meta: { fn: '__folio_has_outstanding_references' },
        on: { step: { actions: 'outstanding.compare', target: 'putting' } },
      },
      putting: {
        meta: { fn: 'folio_batch_release' },
        on: { step: { actions: 'outstanding.put', target: 'done' } },
      },
      done: { type: 'final' },
    },
  },
} as const
