/**
 * The host process unmaps a page; its last reference, or the driver that owns the frame, frees it.
 *
 * Source: zap_page_range_single(), tlb_batch_pages_flush(), mm/; kvm_mmu_notifier_invalidate_range_start() and _end(),
 * virt/kvm/kvm_main.c; unmap_mapping_range(), which whoever called remap_pfn_range() calls before he frees.
 * Left out: a full gather flushes early, so that counted pages are always freed before the invalidation ends (the other
 * order only makes the time of the free later: nothing is missed).
 */
import { cell } from '../../../checker/declare.ts'
import { gatherHostPtes } from '../../kernel/file/host-mappings.ts'
import { putFolio } from '../../kernel/memory/folio.ts'
import { invalidateBegin, invalidateEnd, invalidateRangeAdd, mmuLockIsFree, zapRange } from '../../kernel/mmu/mmu.ts'
import { COUNTED } from '../../kernel/state/kinds/frames.ts'
import { SHARED } from '../../kernel/state/values.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type Unmap = Scope<'page' | 'frame'>

export const unmap = () =>
  operation<Unmap, Step>()({
    guards: {
      isUnmapped: ({ kernel, call }) => kernel.hostPte[call.page] === 0,
      mmuLockIsFree: ({ kernel }) => mmuLockIsFree(kernel, 0),
      isCounted: ({ kernel, call }) => kernel.frameKind[call.frame] === COUNTED,
    },
    effects: {
      beginAndZap: ({ kernel, call }) => {
        invalidateBegin(kernel, 0)
        invalidateRangeAdd(kernel, 0, call.page, call.page + 1)
        zapRange(kernel, 0, SHARED, call.page, call.page + 1)
      },
      clearPte: ({ kernel, call, self }) => {
        call.frame = kernel.hostPte[call.page]! - 1
        gatherHostPtes(kernel, self, call.page, 1)
      },
      putPage: ({ kernel, call, self }) => putFolio(kernel, self, call.frame),
      end: ({ kernel }) => invalidateEnd(kernel, 0),
      freeFrame: ({ kernel, call }) => {
        kernel.allocated[call.frame] = 0
      },
    },
  }).createMachine({
    id: 'unmap',
    context: ({ input }) => input,
    meta: { fn: 'zap_page_range_single', locals: { page: cell(16), frame: cell(32) } },
    initial: 'beginning',
    states: {
      beginning: {
        meta: { fn: 'kvm_mmu_notifier_invalidate_range_start' },
        on: {
          step: [
            { guard: 'isUnmapped', target: 'returned' },
            { guard: 'mmuLockIsFree', actions: 'beginAndZap', target: 'clearing' },
          ],
        },
      },
      clearing: {
        meta: { fn: 'zap_pte_range' },
        on: { step: { actions: 'clearPte', target: 'putting' } },
      },
      putting: {
        meta: { fn: 'tlb_batch_pages_flush' },
        on: { step: [{ guard: 'isCounted', actions: 'putPage', target: 'ending' }, { target: 'ending' }] },
      },
      ending: {
        meta: { fn: 'kvm_mmu_notifier_invalidate_range_end' },
        on: { step: { guard: 'mmuLockIsFree', actions: 'end', target: 'freeing' } },
      },
      freeing: {
        meta: { fn: 'free_pages' },
        on: {
          step: [
            { guard: 'isCounted', target: 'returned' },
            { actions: 'freeFrame', target: 'returned' },
          ],
        },
      },
      returned: { type: 'final' },
    },
  })
