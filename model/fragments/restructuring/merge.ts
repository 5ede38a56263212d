/**
 * Merges the order-0 folios of a hugepage in the filemap into one huge folio.
 *
 * The pages are found by their frames, from the first one, and not by looking them up in the filemap.
 *
 * Source: kvm_gmem_merge_folio_in_filemap(), virt/kvm/guest_memfd.c (RFC v2 38/51).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { becomeHugeFolio, clearStalePages, hasStash } from '../../kernel/hugepages/allocator.ts'
import { folioOf, folioPages } from '../../kernel/memory/folio.ts'
import { OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type AddFolioLocal, addFolio } from '../folios/add-folio.ts'
import type { Memory } from '../folios/memory.ts'
import { type RemoveFolioLocal, removeFolio } from '../folios/remove-folio.ts'
import { type RollbackMergeLocal, rollbackMerge } from './rollback-merge.ts'

export type MergeLocal =
  | 'merge.first'
  | 'merge.index'
  | 'merge.i'
  | 'merge.result'
  | RemoveFolioLocal
  | AddFolioLocal
  | RollbackMergeLocal
type Merge = Scope<MergeLocal>

export const merge = (design: Design, memory: Memory) => {
  const remove = removeFolio(design)
  const add = addFolio(design, memory)
  const rollback = rollbackMerge(design, memory)
  const becomeHuge = match(design.uptodateAtMerge)
    .with('head', () => ['merge.becomeHugeFolio', 'merge.addHuge'] as const)
    .with('every-page', () => ['merge.clearStalePages', 'merge.becomeHugeFolio', 'merge.addHuge'] as const)
    .exhaustive()
  return {
    guards: {
      ...remove.guards,
      ...add.guards,
      ...rollback.guards,
      'merge.isHuge': ({ kernel, call }: Merge) => folioPages(kernel, call['merge.first']) === kernel.hugepage,
      'merge.moreToRemove': ({ kernel, call }: Merge) => call['merge.i'] + 1 < kernel.hugepage,
      'merge.noStash': ({ kernel, call }: Merge) => !hasStash(kernel, call['merge.first']),
      'merge.failed': ({ call }: Merge) => call['merge.result'] !== OK,
    },
    effects: {
      ...remove.effects,
      ...add.effects,
      ...rollback.effects,
      'merge.succeed': ({ call }: Merge) => {
        call['merge.result'] = OK
      },
      'merge.removeFirst': ({ kernel, call }: Merge) => {
        call['merge.index'] = kernel.index[call['merge.first']]!
        call['merge.i'] = 0
        call['remove.folio'] = folioOf(kernel, call['merge.first'])
      },
      'merge.removeNext': ({ kernel, call }: Merge) => {
        call['merge.i'] += 1
        call['remove.folio'] = folioOf(kernel, call['merge.first'] + call['merge.i'])
      },
      'merge.followNoStash': ({ kernel, call }: Merge) => {
        kernel.oopsNoStash = 1 + call['merge.first']
      },
      'merge.clearStalePages': ({ kernel, call }: Merge) => clearStalePages(kernel, call['merge.first']),
      'merge.becomeHugeFolio': ({ kernel, call }: Merge) => becomeHugeFolio(kernel, call['merge.first']),
      'merge.addHuge': ({ call }: Merge) => {
        call['add.folio'] = call['merge.first']
        call['add.index'] = call['merge.index']
      },
      'merge.rollBack': ({ call }: Merge) => {
        call['merge.result'] = call['add.result']
        call['rollbackMerge.first'] = call['merge.first']
        call['rollbackMerge.index'] = call['merge.index']
      },
    },
    config: {
      meta: {
        within: 'merge',
        locals: {
          'merge.first': cell(32),
          'merge.index': cell(32),
          'merge.i': cell(16),
          'merge.result': cell(RESULTS, showResult),
        },
      },
      initial: 'entered',
      states: {
        entered: {
          meta: { fn: 'kvm_gmem_merge_folio_in_filemap' },
          on: {
            step: [
              { guard: 'merge.isHuge', actions: 'merge.succeed', target: 'done' },
              { actions: 'merge.removeFirst', target: 'removing' },
            ],
          },
        },
        removing: {
          ...remove.config,
          onDone: [
            { guard: 'merge.moreToRemove', actions: 'merge.removeNext', target: 'removing' },
            { target: 'merging' },
          ],
        },
        merging: {
          meta: { fn: 'guestmem_hugetlb_merge_folio' },
          on: {
            step: [
              { guard: 'merge.noStash', actions: 'merge.followNoStash', target: 'done' },
              { actions: becomeHuge, target: 'adding' },
            ],
          },
        },
        adding: {
          ...add.config,
          onDone: [
            { guard: 'add.failed', actions: 'merge.rollBack', target: 'rollingBack' },
            { actions: 'merge.succeed', target: 'done' },
          ],
        },
        rollingBack: { ...rollback.config, onDone: { target: 'done' } },
        done: { type: 'final' },
      },
    },
  } as const
}
