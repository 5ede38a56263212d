/**
 * The worker of the custom allocator: takes freed pages of split hugepages one by one, and gives a hugepage back to
 * hugetlb once it has seen all its pages.
 *
 * Source: guestmem_hugetlb_cleanup_workfn(), guestmem_hugetlb_maybe_merge_folio(), mm/guestmem_hugetlb.c (RFC v2 35/51).
 * Left out: the list is emptied in one go and walked last in, first out: here pages are taken off it one by one, in the
 * order of their frames.
 */
import { cell } from '../../../checker/declare.ts'
import { becomeHugeFolio, firstOnCleanupList, hasStash } from '../../kernel/hugepages/allocator.ts'
import { blockOf } from '../../kernel/hugepages/vmemmap.ts'
import { freeFolio } from '../../kernel/memory/folio.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type FreeWorker = Scope<'folio'>

export const freeWorker = () =>
  operation<FreeWorker, Step>()({
    guards: {
      listIsEmpty: ({ kernel }) => firstOnCleanupList(kernel) === kernel.frames,
      noStash: ({ kernel, call }) => !hasStash(kernel, call.folio),
      isLast: ({ kernel, call }) => kernel.waiting[blockOf(kernel, call.folio)]! + 1 === kernel.hugepage,
    },
    effects: {
      take: ({ kernel, call }) => {
        call.folio = firstOnCleanupList(kernel)
        kernel.cleanupList[call.folio] = 0
      },
      followNoStash: ({ kernel, call }) => {
        kernel.oopsNoStash = 1 + call.folio
      },
      count: ({ kernel, call }) => {
        kernel.waiting[blockOf(kernel, call.folio)]! += 1
      },
      merge: ({ kernel, call }) => {
        call.folio = call.folio - (call.folio % kernel.hugepage)
        becomeHugeFolio(kernel, call.folio)
      },
      free: ({ kernel, call }) => freeFolio(kernel, call.folio),
    },
  }).createMachine({
    id: 'freeWorker',
    context: ({ input }) => input,
    meta: { fn: 'guestmem_hugetlb_cleanup_workfn', locals: { folio: cell(32) } },
    initial: 'taking',
    states: {
      taking: {
        meta: { fn: 'guestmem_hugetlb_cleanup_workfn' },
        on: {
          step: [
            { guard: 'listIsEmpty', target: 'returned' },
            { actions: 'take', target: 'counting' },
          ],
        },
      },
      counting: {
        meta: { fn: 'guestmem_hugetlb_maybe_merge_folio' },
        on: {
          step: [
            { guard: 'noStash', actions: 'followNoStash', target: 'returned' },
            { guard: 'isLast', target: 'merging' },
            { actions: 'count', target: 'taking' },
          ],
        },
      },
      merging: {
        meta: { fn: 'guestmem_hugetlb_merge_folio' },
        on: { step: { actions: 'merge', target: 'freeing' } },
      },
      freeing: { meta: { fn: '__folio_put' }, on: { step: { actions: 'free', target: 'taking' } } },
      returned: { type: 'final' },
    },
  })
