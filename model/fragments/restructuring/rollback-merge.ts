/**
 * Folio level of rollback, merge: the merged folio is split again and its pages are added back, failures only warned of.
 *
 * After a failed split, page_folio() of every page is still the huge folio.
 *
 * Source: label err_split of kvm_gmem_merge_folio_in_filemap(), virt/kvm/guest_memfd.c (RFC v2 38/51).
 */
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { folioOf } from '../../kernel/memory/folio.ts'
import { plus } from '../../kernel/state/indices.ts'
import type { Scope } from '../../kernel/words.ts'
import { type AddFolioLocal, addFolio } from '../folios/add-folio.ts'
import type { Memory } from '../folios/memory.ts'
import { type SplitByAllocatorLocal, splitByAllocator } from './split-by-allocator.ts'

export type RollbackMergeLocal =
  | 'rollbackMerge.first'
  | 'rollbackMerge.index'
  | 'rollbackMerge.i'
  | SplitByAllocatorLocal
  | AddFolioLocal
type RollbackMerge = Scope<RollbackMergeLocal>

export const rollbackMerge = (design: Design, memory: Memory) => {
  const byAllocator = splitByAllocator(design, memory)
  const add = addFolio(design, memory)
  return {
    guards: {
      ...byAllocator.guards,
      ...add.guards,
      'rollbackMerge.moreToAdd': ({ kernel, call }: RollbackMerge) => call['rollbackMerge.i'] + 1 < kernel.hugepage,
      'rollbackMerge.addFailedAndMoreToAdd': ({ kernel, call }: RollbackMerge) =>
        call['add.result'] !== 0 && call['rollbackMerge.i'] + 1 < kernel.hugepage,
    },
    effects: {
      ...byAllocator.effects,
      ...add.effects,
      'rollbackMerge.callAllocator': ({ call }: RollbackMerge) => {
        call['allocator.folio'] = call['rollbackMerge.first']
      },
      'rollbackMerge.warnResplit': ({ kernel, call }: RollbackMerge) => {
        kernel.warnMergeResplit = 1 + call['rollbackMerge.first']
      },
      'rollbackMerge.addFirst': ({ kernel, call }: RollbackMerge) => {
        call['rollbackMerge.i'] = 0
        call['add.folio'] = folioOf(kernel, call['rollbackMerge.first'])
        call['add.index'] = call['rollbackMerge.index']
      },
      'rollbackMerge.addNext': ({ kernel, call }: RollbackMerge) => {
        call['rollbackMerge.i'] += 1
        call['add.folio'] = folioOf(kernel, call['rollbackMerge.first'] + call['rollbackMerge.i'])
        call['add.index'] = plus(kernel, call['rollbackMerge.index'], call['rollbackMerge.i'])
      },
      'rollbackMerge.warnReadd': ({ kernel, call }: RollbackMerge) => {
        kernel.warnMergeReadd = 1 + call['add.folio']
      },
    },
    config: {
      meta: {
        within: 'rollbackMerge',
        locals: { 'rollbackMerge.first': cell(32), 'rollbackMerge.index': cell(32), 'rollbackMerge.i': cell(16) },
      },
      initial: 'entered',
      states: {
        entered: {
          meta: { fn: 'kvm_gmem_merge_folio_in_filemap' },
          on: { step: { actions: 'rollbackMerge.callAllocator', target: 'splitting' } },
        },
        splitting: {
          ...byAllocator.config,
          onDone: [
            {
              guard: 'allocator.failed',
              actions: ['rollbackMerge.warnResplit', 'rollbackMerge.addFirst'],
              target: 'adding',
            },
            { actions: 'rollbackMerge.addFirst', target: 'adding' },
          ],
        },
        adding: {
          ...add.config,
          onDone: [
            {
              guard: 'rollbackMerge.addFailedAndMoreToAdd',
              actions: ['rollbackMerge.warnReadd', 'rollbackMerge.addNext'],
              target: 'adding',
            },
            { guard: 'add.failed', actions: 'rollbackMerge.warnReadd', target: 'done' },
            { guard: 'rollbackMerge.moreToAdd', actions: 'rollbackMerge.addNext', target: 'adding' },
            { target: 'done' },
          ],
        },
        done: { type: 'final' },
      },
    },
  } as const
}
