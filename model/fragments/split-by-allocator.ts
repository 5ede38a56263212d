/**
 * The allocator's half of a split: a huge folio whose count is frozen becomes order-0 folios.
 *
 * Source: guestmem_hugetlb_split_folio(), mm/guestmem_hugetlb.c (RFC v2 35/51).
 */
import { match } from 'ts-pattern'
import { cell } from '../../checker/layout.ts'
import type { Design } from '../designs/design.ts'
import { becomePages, eraseStash, hasStash, storeStash } from '../kernel/allocator.ts'
import { mayFail, spendFailure } from '../kernel/failures.ts'
import { folioPages } from '../kernel/folio.ts'
import { ENOMEM, OK, RESULTS, showResult } from '../kernel/words.ts'
import type { Scope } from '../words.ts'
import { enomem, type Memory } from './memory.ts'

export type SplitByAllocatorLocal = 'allocator.folio' | 'allocator.result'
type SplitByAllocator = Scope<SplitByAllocatorLocal>

export const splitByAllocator = (design: Design, memory: Memory) => {
  const failedStore = match(design.stashError)
    .with('ignored', () => ({ actions: 'allocator.leakStash', target: 'restoringVmemmap' }) as const)
    .with('checked', () => ({ actions: 'allocator.failWithEnomem', target: 'done' }) as const)
    .exhaustive()
  return {
    guards: {
      'allocator.isSmall': ({ kernel, call }: SplitByAllocator) => folioPages(kernel, call['allocator.folio']) === 1,
      'allocator.mayFail': ({ kernel }: SplitByAllocator) => mayFail(kernel),
      'allocator.mayFailToStash': ({ kernel, call }: SplitByAllocator) =>
        mayFail(kernel) && folioPages(kernel, call['allocator.folio']) !== 1,
      'allocator.mayFailWithoutStash': ({ kernel, call }: SplitByAllocator) =>
        mayFail(kernel) && !hasStash(kernel, call['allocator.folio']),
      'allocator.failed': ({ call }: SplitByAllocator) => call['allocator.result'] !== OK,
    },
    effects: {
      'allocator.storeStash': ({ kernel, call }: SplitByAllocator) => storeStash(kernel, call['allocator.folio']),
      'allocator.leakStash': ({ kernel }: SplitByAllocator) => spendFailure(kernel),
      'allocator.succeed': ({ call }: SplitByAllocator) => {
        call['allocator.result'] = OK
      },
      'allocator.becomePages': ({ kernel, call }: SplitByAllocator) => {
        becomePages(kernel, call['allocator.folio'])
        call['allocator.result'] = OK
      },
      'allocator.failWithEnomem': ({ kernel, call }: SplitByAllocator) => {
        spendFailure(kernel)
        call['allocator.result'] = ENOMEM
      },
      'allocator.followNoStash': ({ kernel, call }: SplitByAllocator) => {
        spendFailure(kernel)
        kernel.oopsNoStash = 1 + call['allocator.folio']
      },
      'allocator.eraseStashAndFail': ({ kernel, call }: SplitByAllocator) => {
        spendFailure(kernel)
        eraseStash(kernel, call['allocator.folio'])
        call['allocator.result'] = ENOMEM
      },
    },
    config: {
      meta: { locals: { 'allocator.folio': cell(32), 'allocator.result': cell(RESULTS, showResult) } },
      initial: 'allocatingStash',
      states: {
        allocatingStash: {
          meta: { fn: 'guestmem_hugetlb_split_folio' },
          on: {
            step: [
              { guard: 'allocator.isSmall', actions: 'allocator.succeed', target: 'done' },
              { target: 'storingStash' },
            ],
            ...enomem(memory, {
              guard: 'allocator.mayFailToStash',
              actions: 'allocator.failWithEnomem',
              target: 'done',
            }),
          },
        },
        storingStash: {
          meta: { fn: 'xa_store' },
          on: {
            step: { actions: 'allocator.storeStash', target: 'restoringVmemmap' },
            // The code looks for an error in the old entry, so that a store without memory counts as done.
            ...enomem(memory, { guard: 'allocator.mayFail', ...failedStore }),
          },
        },
        restoringVmemmap: {
          meta: { fn: 'hugetlb_vmemmap_restore_folio' },
          on: {
            step: { target: 'splitting' },
            // Giving up erases the stash entry and reads it, whether it was stored or not.
            ...enomem(memory, [
              { guard: 'allocator.mayFailWithoutStash', actions: 'allocator.followNoStash', target: 'done' },
              { guard: 'allocator.mayFail', actions: 'allocator.eraseStashAndFail', target: 'done' },
            ]),
          },
        },
        splitting: {
          meta: { fn: 'guestmem_hugetlb_split_folio' },
          on: { step: { actions: 'allocator.becomePages', target: 'done' } },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
