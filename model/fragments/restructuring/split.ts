/**
 * Splits a huge folio in the filemap into order-0 folios.
 *
 * Source: kvm_gmem_split_folio_in_filemap(), virt/kvm/guest_memfd.c (RFC v2 38/51).
 */
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { folioOf, folioPages } from '../../kernel/memory/folio.ts'
import { plus } from '../../kernel/state/indices.ts'
import { OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import { type AddFolioLocal, addFolio } from '../folios/add-folio.ts'
import type { Memory } from '../folios/memory.ts'
import { type RemoveFolioLocal, removeFolio } from '../folios/remove-folio.ts'
import { type RollbackSplitLocal, rollbackSplit } from './rollback-split.ts'
import { type SplitByAllocatorLocal, splitByAllocator } from './split-by-allocator.ts'

export type SplitLocal =
  | 'split.folio'
  | 'split.index'
  | 'split.i'
  | 'split.result'
  | RemoveFolioLocal
  | SplitByAllocatorLocal
  | AddFolioLocal
  | RollbackSplitLocal
type Split = Scope<SplitLocal>

export const split = (design: Design, memory: Memory) => {
  const remove = removeFolio(design)
  const byAllocator = splitByAllocator(design, memory)
  const add = addFolio(design, memory)
  const rollback = rollbackSplit(design)
  return {
    guards: {
      ...remove.guards,
      ...byAllocator.guards,
      ...add.guards,
      ...rollback.guards,
      'split.isSmall': ({ kernel, call }: Split) => folioPages(kernel, call['split.folio']) === 1,
      'split.moreToAdd': ({ kernel, call }: Split) => call['split.i'] + 1 < kernel.hugepage,
      'split.failed': ({ call }: Split) => call['split.result'] !== OK,
    },
    effects: {
      ...remove.effects,
      ...byAllocator.effects,
      ...add.effects,
      ...rollback.effects,
      'split.succeed': ({ call }: Split) => {
        call['split.result'] = OK
      },
      'split.remove': ({ kernel, call }: Split) => {
        call['split.index'] = kernel.index[call['split.folio']]!
        call['remove.folio'] = call['split.folio']
      },
      'split.callAllocator': ({ call }: Split) => {
        call['allocator.folio'] = call['split.folio']
      },
      'split.addFirst': ({ kernel, call }: Split) => {
        call['split.i'] = 0
        call['add.folio'] = folioOf(kernel, call['split.folio'])
        call['add.index'] = call['split.index']
      },
      'split.addNext': ({ kernel, call }: Split) => {
        call['split.i'] += 1
        call['add.folio'] = folioOf(kernel, call['split.folio'] + call['split.i'])
        call['add.index'] = plus(kernel, call['split.index'], call['split.i'])
      },
      'split.rollBack': ({ call }: Split) => {
        call['split.result'] = call['add.result']
        call['rollbackSplit.folio'] = call['split.folio']
        call['rollbackSplit.added'] = call['split.i']
        call['rollbackSplit.j'] = 0
      },
      'split.keepAllocatorError': ({ call }: Split) => {
        call['split.result'] = call['allocator.result']
      },
      'split.addBack': ({ call }: Split) => {
        call['add.folio'] = call['split.folio']
        call['add.index'] = call['split.index']
      },
      'split.warnReadd': ({ kernel, call }: Split) => {
        kernel.warnSplitReadd = 1 + call['split.folio']
      },
    },
    config: {
      meta: {
        within: 'split',
        locals: {
          'split.folio': cell(32),
          'split.index': cell(32),
          'split.i': cell(16),
          'split.result': cell(RESULTS, showResult),
        },
      },
      initial: 'entered',
      states: {
        entered: {
          meta: { fn: 'kvm_gmem_split_folio_in_filemap' },
          on: {
            step: [
              { guard: 'split.isSmall', actions: 'split.succeed', target: 'done' },
              { actions: 'split.remove', target: 'removing' },
            ],
          },
        },
        removing: { ...remove.config, onDone: { actions: 'split.callAllocator', target: 'splitting' } },
        splitting: {
          ...byAllocator.config,
          onDone: [
            {
              guard: 'allocator.failed',
              actions: ['split.keepAllocatorError', 'split.addBack'],
              target: 'addingBack',
            },
            { actions: 'split.addFirst', target: 'adding' },
          ],
        },
        adding: {
          ...add.config,
          onDone: [
            { guard: 'add.failed', actions: 'split.rollBack', target: 'rollingBack' },
            { guard: 'split.moreToAdd', actions: 'split.addNext', target: 'adding' },
            { actions: 'split.succeed', target: 'done' },
          ],
        },
        rollingBack: { ...rollback.config, onDone: { actions: 'split.addBack', target: 'addingBack' } },
        addingBack: {
          ...add.config,
          onDone: [{ guard: 'add.failed', actions: 'split.warnReadd', target: 'done' }, { target: 'done' }],
        },
        done: { type: 'final' },
      },
    },
  } as const
}
