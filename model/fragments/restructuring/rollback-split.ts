/**
 * Folio level of rollback, split: pages that were added back are taken out again, and all are merged.
 *
 * The page whose add failed, and those above it, go into the merge as they are.
 *
 * Source: label rollback of kvm_gmem_split_folio_in_filemap(), virt/kvm/guest_memfd.c (RFC v2 38/51).
 */
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { becomeHugeFolio, hasStash } from '../../kernel/hugepages/allocator.ts'
import { folioOf } from '../../kernel/memory/folio.ts'
import type { Scope } from '../../kernel/words.ts'
import { type RemoveFolioLocal, removeFolio } from '../folios/remove-folio.ts'

export type RollbackSplitLocal = 'rollbackSplit.folio' | 'rollbackSplit.added' | 'rollbackSplit.j' | RemoveFolioLocal
type RollbackSplit = Scope<RollbackSplitLocal>

export const rollbackSplit = (design: Design) => {
  const remove = removeFolio(design)
  return {
    guards: {
      ...remove.guards,
      'rollbackSplit.moreToRemove': ({ call }: RollbackSplit) => call['rollbackSplit.j'] < call['rollbackSplit.added'],
      'rollbackSplit.noStash': ({ kernel, call }: RollbackSplit) => !hasStash(kernel, call['rollbackSplit.folio']),
    },
    effects: {
      ...remove.effects,
      'rollbackSplit.removeNext': ({ kernel, call }: RollbackSplit) => {
        call['remove.folio'] = folioOf(kernel, call['rollbackSplit.folio'] + call['rollbackSplit.j'])
        call['rollbackSplit.j'] += 1
      },
      'rollbackSplit.followNoStash': ({ kernel, call }: RollbackSplit) => {
        kernel.oopsNoStash = 1 + call['rollbackSplit.folio']
      },
      'rollbackSplit.merge': ({ kernel, call }: RollbackSplit) => becomeHugeFolio(kernel, call['rollbackSplit.folio']),
    },
    config: {
      meta: {
        within: 'rollbackSplit',
        locals: { 'rollbackSplit.folio': cell(32), 'rollbackSplit.added': cell(16), 'rollbackSplit.j': cell(16) },
      },
      initial: 'entered',
      states: {
        entered: {
          meta: { fn: 'kvm_gmem_split_folio_in_filemap' },
          on: {
            step: [
              { guard: 'rollbackSplit.moreToRemove', actions: 'rollbackSplit.removeNext', target: 'removing' },
              { target: 'merging' },
            ],
          },
        },
        removing: {
          ...remove.config,
          onDone: [
            { guard: 'rollbackSplit.moreToRemove', actions: 'rollbackSplit.removeNext', target: 'removing' },
            { target: 'merging' },
          ],
        },
        merging: {
          meta: { fn: 'guestmem_hugetlb_merge_folio' },
          on: {
            step: [
              { guard: 'rollbackSplit.noStash', actions: 'rollbackSplit.followNoStash', target: 'done' },
              { actions: 'rollbackSplit.merge', target: 'done' },
            ],
          },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
