/**
 * The allocator's half of a split: a huge folio whose count is frozen becomes order-0 folios.
 *
 * Source: guestmem_hugetlb_split_folio(), mm/guestmem_hugetlb.c (RFC v2 35/51).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { becomePages, eraseStash, hasStash, storeStash } from '../../kernel/hugepages/allocator.ts'
import { optimiseVmemmap, restoresVmemmap, restoreVmemmap } from '../../kernel/hugepages/vmemmap.ts'
import { folioPages } from '../../kernel/memory/folio.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { enomem, type Memory } from '../folios/memory.ts'

export type SplitByAllocatorLocal = 'allocator.folio' | 'allocator.result'
type SplitByAllocator = Scope<SplitByAllocatorLocal>

export const splitByAllocator = (design: Design, memory: Memory) => {
  const restoresFirst = design.vmemmapRestore === 'before-stash'
  const afterStash = restoresFirst ? 'splitting' : 'restoringVmemmap'
  const fail = restoresFirst ? 'allocator.optimiseVmemmapAndFail' : 'allocator.failWithEnomem'
  const failedStore = match(design.stashError)
    .with('ignored', () => ({ actions: 'allocator.leakStash', target: afterStash }) as const)
    .with('checked', () => ({ actions: fail, target: 'done' }) as const)
    .exhaustive()
  // Giving up erases the stash entry and reads it, whether it was stored or not.
  const failedRestore = restoresFirst
    ? ({ guard: 'allocator.mayFailToRestore', actions: 'allocator.failWithEnomem', target: 'done' } as const)
    : ([
        { guard: 'allocator.mayFailToRestoreWithoutStash', actions: 'allocator.followNoStash', target: 'done' },
        { guard: 'allocator.mayFailToRestore', actions: 'allocator.eraseStashAndFail', target: 'done' },
      ] as const)
  return {
    guards: {
      'allocator.isSmall': ({ kernel, call }: SplitByAllocator) => folioPages(kernel, call['allocator.folio']) === 1,
      'allocator.mayFail': ({ kernel }: SplitByAllocator) => mayFail(kernel),
      'allocator.mayFailToStash': ({ kernel, call }: SplitByAllocator) =>
        mayFail(kernel) && folioPages(kernel, call['allocator.folio']) !== 1,
      'allocator.mayFailToRestore': ({ kernel, call }: SplitByAllocator) =>
        mayFail(kernel) &&
        folioPages(kernel, call['allocator.folio']) !== 1 &&
        restoresVmemmap(kernel, call['allocator.folio']),
      'allocator.mayFailToRestoreWithoutStash': ({ kernel, call }: SplitByAllocator) =>
        mayFail(kernel) &&
        restoresVmemmap(kernel, call['allocator.folio']) &&
        !hasStash(kernel, call['allocator.folio']),
      'allocator.failed': ({ call }: SplitByAllocator) => call['allocator.result'] !== OK,
    },
    effects: {
      'allocator.storeStash': ({ kernel, call }: SplitByAllocator) => storeStash(kernel, call['allocator.folio']),
      'allocator.leakStash': ({ kernel }: SplitByAllocator) => spendFailure(kernel),
      'allocator.succeed': ({ call }: SplitByAllocator) => {
        call['allocator.result'] = OK
      },
      'allocator.restoreVmemmap': ({ kernel, call }: SplitByAllocator) =>
        restoreVmemmap(kernel, call['allocator.folio']),
      'allocator.becomePages': ({ kernel, call }: SplitByAllocator) => {
        becomePages(kernel, call['allocator.folio'])
        call['allocator.result'] = OK
      },
      'allocator.failWithEnomem': ({ kernel, call }: SplitByAllocator) => {
        spendFailure(kernel)
        call['allocator.result'] = ENOMEM
      },
      'allocator.optimiseVmemmapAndFail': ({ kernel, call }: SplitByAllocator) => {
        spendFailure(kernel)
        optimiseVmemmap(kernel, call['allocator.folio'])
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
      meta: {
        within: 'allocator',
        locals: { 'allocator.folio': cell(32), 'allocator.result': cell(RESULTS, showResult) },
      },
      initial: restoresFirst ? 'restoringVmemmap' : 'allocatingStash',
      states: {
        allocatingStash: {
          meta: { fn: 'guestmem_hugetlb_split_folio' },
          on: {
            step: [
              { guard: 'allocator.isSmall', actions: 'allocator.succeed', target: 'done' },
              { target: 'storingStash' },
            ],
            ...enomem(memory, { guard: 'allocator.mayFailToStash', actions: fail, target: 'done' }),
          },
        },
        storingStash: {
          meta: { fn: 'xa_store' },
          on: {
            step: { actions: 'allocator.storeStash', target: afterStash },
            // The code looks for an error in the old entry, so that a store without memory counts as done.
            ...enomem(memory, { guard: 'allocator.mayFail', ...failedStore }),
          },
        },
        restoringVmemmap: {
          meta: { fn: 'hugetlb_vmemmap_restore_folio' },
          on: {
            step: [
              { guard: 'allocator.isSmall', actions: 'allocator.succeed', target: 'done' },
              { actions: 'allocator.restoreVmemmap', target: restoresFirst ? 'allocatingStash' : 'splitting' },
            ],
            ...enomem(memory, failedRestore),
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
