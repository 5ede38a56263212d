/**
 * Checks that only the filemap refers to the folios of a range: each count must be its pages and the lookup's one.
 *
 * Source: kvm_gmem_has_safe_refcount(), virt/kvm/guest_memfd.c (RFC v2 04/51); filemap_get_folios(), mm/filemap.c.
 * Left out: batches: the folios of the range are looked up in one step and compared in one (what a folio gains once it was
 * compared is as if gained after the last one was; the invalidate lock keeps the filemap as it is).
 */
import { cell } from '../../../checker/declare.ts'
import { slotAt } from '../../kernel/file/filemap.ts'
import { folioPages, getFolio, putFolio } from '../../kernel/memory/folio.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { EAGAIN, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

export type CheckReferencesLocal =
  | 'references.start'
  | 'references.pages'
  | 'references.errorIndex'
  | 'references.result'
type CheckReferences = Scope<CheckReferencesLocal>

/** True for a page at which the batch met a folio that it has not met at the page before. */
const startsFolio = (kernel: Kernel, start: number, page: number): boolean =>
  slotAt(kernel, page) !== 0 && (page === start || slotAt(kernel, page) !== slotAt(kernel, page - 1))

export const checkReferences = {
  guards: {
    'references.failed': ({ call }: CheckReferences) => call['references.result'] !== OK,
  },
  effects: {
    'references.get': ({ kernel, call, self }: CheckReferences) => {
      const start = call['references.start']
      for (let page = start; page < start + call['references.pages']; page++)
        if (startsFolio(kernel, start, page)) getFolio(kernel, self, slotAt(kernel, page) - 1)
    },
    'references.compare': ({ kernel, call }: CheckReferences) => {
      const start = call['references.start']
      call['references.result'] = OK
      for (let page = start; page < start + call['references.pages']; page++) {
        if (call['references.result'] !== OK || !startsFolio(kernel, start, page)) continue
        const folio = slotAt(kernel, page) - 1
        if (kernel.refs[folio] !== folioPages(kernel, folio) + 1) {
          call['references.result'] = EAGAIN
          call['references.errorIndex'] = kernel.index[folio]!
        }
      }
    },
    'references.put': ({ kernel, call, self }: CheckReferences) => {
      const start = call['references.start']
      for (let page = start; page < start + call['references.pages']; page++)
        if (startsFolio(kernel, start, page)) putFolio(kernel, self, slotAt(kernel, page) - 1)
    },
  },
  config: {
    meta: {
      within: 'references',
      locals: {
        'references.start': cell(32),
        'references.pages': cell(32),
        'references.errorIndex': cell(32),
        'references.result': cell(RESULTS, showResult),
      },
    },
    initial: 'getting',
    states: {
      getting: {
        meta: { fn: 'filemap_get_folios' },
        on: { step: { actions: 'references.get', target: 'comparing' } },
      },
      comparing: {
        meta: { fn: 'kvm_gmem_has_safe_refcount' },
        on: { step: { actions: 'references.compare', target: 'putting' } },
      },
      putting: {
        meta: { fn: 'folio_batch_release' },
        on: { step: { actions: 'references.put', target: 'done' } },
      },
      done: { type: 'final' },
    },
  },
} as const
