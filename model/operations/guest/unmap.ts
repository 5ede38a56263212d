/**
 * The host process unmaps a page; its last reference, or the driver that owns the frame, frees it.
 *
 * Source: zap_page_range_single(), tlb_batch_pages_flush(), mm/; unmap_mapping_range(), which
 * whoever called remap_pfn_range() calls before he frees.
 * Left out: a full gather flushes early, so that counted pages are always freed before the invalidation ends (the other
 * order only makes the time of the free later: nothing is missed).
 */
import { cell } from '../../../checker/declare.ts'
import { notifier, notifying, notifyingEnd, type UnmapLocal } from '../../fragments/unmapping/notify-kvm.ts'
import { gatherHostPtes } from '../../kernel/file/host-mappings.ts'
import { putFolio } from '../../kernel/memory/folio.ts'
import { COUNTED } from '../../kernel/state/kinds/frames.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type Unmap = Scope<'page' | 'frame' | UnmapLocal>

export const unmap = () =>
  operation<Unmap, Step>()({
    guards: {
      ...notifier.guards,
      isUnmapped: ({ kernel, call }) => kernel.hostPte[call.page] === 0,
      isCounted: ({ kernel, call }) => kernel.frameKind[call.frame] === COUNTED,
    },
    effects: {
      ...notifier.effects,
      aim: ({ call }) => {
        call['unmap.start'] = call.page
        call['unmap.pages'] = 1
      },
      clearPte: ({ kernel, call, self }) => {
        call.frame = kernel.hostPte[call.page]! - 1
        gatherHostPtes(kernel, self, call.page, 1)
      },
      putPage: ({ kernel, call, self }) => putFolio(kernel, self, call.frame),
      freeFrame: ({ kernel, call }) => {
        kernel.allocated[call.frame] = 0
      },
    },
  }).createMachine({
    id: 'unmap',
    context: ({ input }) => input,
    meta: { fn: 'zap_page_range_single', locals: { page: cell(16), frame: cell(32), ...notifier.locals } },
    initial: 'notifying',
    states: {
      ...notifying('clearing', [{ guard: 'isUnmapped', target: 'returned' }], ['aim']),
      clearing: {
        meta: { fn: 'zap_pte_range' },
        on: { step: { actions: ['clearPte', 'unmap.toFirstVm'], target: 'putting' } },
      },
      putting: {
        meta: { fn: 'tlb_batch_pages_flush' },
        on: { step: [{ guard: 'isCounted', actions: 'putPage', target: 'ending' }, { target: 'ending' }] },
      },
      ...notifyingEnd('freeing'),
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
