/**
 * Range level of rollback: hugepages of the range that were restructured before the failed one are put back, downwards.
 *
 * The failed hugepage itself is not revisited. Only sizes decide, not shareability. Failures are only warned of.
 *
 * Source: label rollback of kvm_gmem_restructure_folios_in_range(), virt/kvm/guest_memfd.c (RFC v2 38/51).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { slotAt, slotIsEmpty, slotIsGettable } from '../../kernel/file/filemap.ts'
import { getFolio, putFolio } from '../../kernel/memory/folio.ts'
import { minus } from '../../kernel/state/indices.ts'
import type { Scope } from '../../kernel/words.ts'
import type { Memory } from '../folios/memory.ts'
import { type MergeLocal, merge } from './merge.ts'
import { type SplitLocal, split } from './split.ts'

export type RollbackRangeLocal =
  | 'rollbackRange.start'
  | 'rollbackRange.index'
  | 'rollbackRange.isSplit'
  | 'rollbackRange.folio'
  | MergeLocal
  | SplitLocal
type RollbackRange = Scope<RollbackRangeLocal>

export const rollbackRange = (design: Design, memory: Memory) => {
  const splitting = split(design, memory)
  const merging = merge(design, memory)
  return {
    guards: {
      ...splitting.guards,
      ...merging.guards,
      /** index - H < start, in unsigned arithmetic: never true for a start of 0. */
      'rollbackRange.isOver': ({ kernel, call }: RollbackRange) =>
        call['rollbackRange.index'] >= kernel.hugepage &&
        call['rollbackRange.index'] - kernel.hugepage < call['rollbackRange.start'],
      'rollbackRange.isAtStart': ({ call }: RollbackRange) =>
        call['rollbackRange.index'] <= call['rollbackRange.start'],
      'rollbackRange.slotIsEmpty': ({ kernel, call }: RollbackRange) =>
        slotIsEmpty(kernel, call['rollbackRange.index']),
      'rollbackRange.slotIsGettable': ({ kernel, call }: RollbackRange) =>
        slotIsGettable(kernel, call['rollbackRange.index']),
      'rollbackRange.isSplit': ({ call }: RollbackRange) => call['rollbackRange.isSplit'] === 1,
    },
    effects: {
      ...splitting.effects,
      ...merging.effects,
      'rollbackRange.stepBack': ({ kernel, call }: RollbackRange) => {
        call['rollbackRange.index'] = minus(kernel, call['rollbackRange.index'], kernel.hugepage)
      },
      'rollbackRange.get': ({ kernel, call, self }: RollbackRange) => {
        call['rollbackRange.folio'] = slotAt(kernel, call['rollbackRange.index']) - 1
        getFolio(kernel, self, call['rollbackRange.folio'])
      },
      'rollbackRange.put': ({ kernel, call, self }: RollbackRange) =>
        putFolio(kernel, self, call['rollbackRange.folio']),
      'rollbackRange.merge': ({ call }: RollbackRange) => {
        call['merge.first'] = call['rollbackRange.folio']
      },
      'rollbackRange.split': ({ call }: RollbackRange) => {
        call['split.folio'] = call['rollbackRange.folio']
      },
      'rollbackRange.warnRemerge': ({ kernel, call }: RollbackRange) => {
        kernel.warnRangeRemerge = 1 + call['rollbackRange.folio']
      },
      'rollbackRange.warnResplit': ({ kernel, call }: RollbackRange) => {
        kernel.warnRangeResplit = 1 + call['rollbackRange.folio']
      },
    },
    config: {
      meta: {
        within: 'rollbackRange',
        locals: {
          'rollbackRange.start': cell(32),
          'rollbackRange.index': cell(32),
          'rollbackRange.isSplit': cell(2),
          'rollbackRange.folio': cell(32),
        },
      },
      initial: 'steppingBack',
      states: {
        steppingBack: {
          meta: { fn: 'kvm_gmem_restructure_folios_in_range' },
          on: {
            step: [
              {
                guard: match(design.rollbackIndex)
                  .with('wraps', () => 'rollbackRange.isOver' as const)
                  .with('guarded', () => 'rollbackRange.isAtStart' as const)
                  .exhaustive(),
                target: 'done',
              },
              { actions: 'rollbackRange.stepBack', target: 'getting' },
            ],
          },
        },
        getting: {
          meta: { fn: 'filemap_get_folio' },
          on: {
            step: [
              { guard: 'rollbackRange.slotIsEmpty', target: 'steppingBack' },
              { guard: 'rollbackRange.slotIsGettable', actions: 'rollbackRange.get', target: 'putting' },
            ],
          },
        },
        putting: {
          meta: { fn: 'folio_put' },
          on: {
            step: [
              {
                guard: 'rollbackRange.isSplit',
                actions: ['rollbackRange.put', 'rollbackRange.merge'],
                target: 'merging',
              },
              { actions: ['rollbackRange.put', 'rollbackRange.split'], target: 'splitting' },
            ],
          },
        },
        merging: {
          ...merging.config,
          onDone: [
            { guard: 'merge.failed', actions: 'rollbackRange.warnRemerge', target: 'steppingBack' },
            { target: 'steppingBack' },
          ],
        },
        splitting: {
          ...splitting.config,
          onDone: [
            { guard: 'split.failed', actions: 'rollbackRange.warnResplit', target: 'steppingBack' },
            { target: 'steppingBack' },
          ],
        },
        done: { type: 'final' },
      },
    },
  } as const
}
