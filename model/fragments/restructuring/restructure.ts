/**
 * Splits or merges every allocated hugepage that a range touches.
 *
 * The result is assigned only where a folio was split or merged: for a range without any, the C code returns a local that
 * nobody has assigned.
 *
 * Source: kvm_gmem_restructure_folios_in_range(), kvm_gmem_try_merge_folio_in_filemap(), virt/kvm/guest_memfd.c
 * (RFC v2 38/51).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { someShared } from '../../kernel/attributes/shareability.ts'
import { slotAt, slotIsEmpty, slotIsGettable } from '../../kernel/file/filemap.ts'
import { getFolio, putFolio } from '../../kernel/memory/folio.ts'
import { plus, roundDown, roundUp } from '../../kernel/state/indices.ts'
import { GARBAGE, OK, RESULTS, showResult, UNSET } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'
import type { Memory } from '../folios/memory.ts'
import { type MergeLocal, merge } from './merge.ts'
import { type RollbackRangeLocal, rollbackRange } from './rollback-range.ts'
import { type SplitLocal, split } from './split.ts'

export type RestructureLocal =
  | 'restructure.start'
  | 'restructure.pages'
  | 'restructure.isSplit'
  | 'restructure.index'
  | 'restructure.end'
  | 'restructure.folio'
  | 'restructure.result'
  | SplitLocal
  | MergeLocal
  | RollbackRangeLocal
type Restructure = Scope<RestructureLocal>

/** An unassigned result was read: which value it has is up to the environment. */
export type UnsetEvent = { type: 'zero' } | { type: 'garbage' }

export const restructure = (design: Design, memory: Memory) => {
  const splitting = split(design, memory)
  const merging = merge(design, memory)
  const rollback = rollbackRange(design, memory)
  const rollsBack = design.rollbackLevels === 'range-and-work-list'
  const failWith = <const Keep extends string>(keep: Keep) =>
    rollsBack
      ? ({ actions: [keep, 'restructure.rollBack'], target: 'rollingBack' } as const)
      : ({ actions: [keep], target: 'done' } as const)
  const initialResult = match(design.restructureResult)
    .with('unset', () => 'restructure.declareResult' as const)
    .with('zero', () => 'restructure.succeed' as const)
    .exhaustive()
  return {
    guards: {
      ...splitting.guards,
      ...merging.guards,
      ...rollback.guards,
      'restructure.slotIsEmpty': ({ kernel, call }: Restructure) => slotIsEmpty(kernel, call['restructure.index']),
      'restructure.slotIsEmptyAndMore': ({ kernel, call }: Restructure) =>
        slotIsEmpty(kernel, call['restructure.index']) &&
        call['restructure.index'] + kernel.hugepage < call['restructure.end'],
      'restructure.slotIsGettable': ({ kernel, call }: Restructure) =>
        slotIsGettable(kernel, call['restructure.index']),
      'restructure.isSplit': ({ call }: Restructure) => call['restructure.isSplit'] === 1,
      'restructure.more': ({ kernel, call }: Restructure) =>
        call['restructure.index'] + kernel.hugepage < call['restructure.end'],
      'restructure.someShared': ({ kernel, call }: Restructure) =>
        someShared(kernel, kernel.index[call['restructure.folio']]!),
      'restructure.someSharedAndMore': ({ kernel, call }: Restructure) =>
        someShared(kernel, kernel.index[call['restructure.folio']]!) &&
        call['restructure.index'] + kernel.hugepage < call['restructure.end'],
      'restructure.resultIsSet': ({ call }: Restructure) => call['restructure.result'] !== UNSET,
      'restructure.resultIsUnset': ({ call }: Restructure) => call['restructure.result'] === UNSET,
      'restructure.failed': ({ call }: Restructure) => call['restructure.result'] !== OK,
    },
    effects: {
      ...splitting.effects,
      ...merging.effects,
      ...rollback.effects,
      'restructure.declareResult': ({ call }: Restructure) => {
        call['restructure.result'] = UNSET
      },
      'restructure.succeed': ({ call }: Restructure) => {
        call['restructure.result'] = OK
      },
      'restructure.round': ({ kernel, call }: Restructure) => {
        call['restructure.end'] = roundUp(kernel, call['restructure.start'] + call['restructure.pages'])
        call['restructure.start'] = roundDown(kernel, call['restructure.start'])
        call['restructure.index'] = call['restructure.start']
      },
      'restructure.goOn': ({ kernel, call }: Restructure) => {
        call['restructure.index'] = plus(kernel, call['restructure.index'], kernel.hugepage)
      },
      'restructure.get': ({ kernel, call, self }: Restructure) => {
        call['restructure.folio'] = slotAt(kernel, call['restructure.index']) - 1
        getFolio(kernel, self, call['restructure.folio'])
      },
      'restructure.put': ({ kernel, call, self }: Restructure) => putFolio(kernel, self, call['restructure.folio']),
      'restructure.split': ({ call }: Restructure) => {
        call['split.folio'] = call['restructure.folio']
      },
      'restructure.merge': ({ call }: Restructure) => {
        call['merge.first'] = call['restructure.folio']
      },
      'restructure.keepSplitError': ({ call }: Restructure) => {
        call['restructure.result'] = call['split.result']
      },
      'restructure.keepMergeError': ({ call }: Restructure) => {
        call['restructure.result'] = call['merge.result']
      },
      'restructure.rollBack': ({ call }: Restructure) => {
        call['rollbackRange.start'] = call['restructure.start']
        call['rollbackRange.index'] = call['restructure.index']
        call['rollbackRange.isSplit'] = call['restructure.isSplit']
      },
      'restructure.readZero': ({ kernel, call }: Restructure) => {
        kernel.unsetRead = 1
        call['restructure.result'] = OK
      },
      'restructure.readGarbage': ({ kernel, call }: Restructure) => {
        kernel.unsetRead = 1
        call['restructure.result'] = GARBAGE
      },
    },
    config: {
      meta: {
        within: 'restructure',
        locals: {
          'restructure.start': cell(32),
          'restructure.pages': cell(32),
          'restructure.isSplit': cell(2),
          'restructure.index': cell(32),
          'restructure.end': cell(32),
          'restructure.folio': cell(32),
          'restructure.result': cell(RESULTS, showResult),
        },
      },
      initial: 'entered',
      states: {
        entered: {
          meta: { fn: 'kvm_gmem_restructure_folios_in_range' },
          on: { step: { actions: [initialResult, 'restructure.round'], target: 'getting' } },
        },
        getting: {
          meta: { fn: 'filemap_get_folio' },
          on: {
            step: [
              { guard: 'restructure.slotIsEmptyAndMore', actions: 'restructure.goOn' },
              { guard: 'restructure.slotIsEmpty', target: 'returning' },
              { guard: 'restructure.slotIsGettable', actions: 'restructure.get', target: 'putting' },
            ],
          },
        },
        putting: {
          meta: { fn: 'folio_put' },
          on: {
            step: [
              {
                guard: 'restructure.isSplit',
                actions: ['restructure.put', 'restructure.split'],
                target: 'splitting',
              },
              { actions: 'restructure.put', target: 'tryingToMerge' },
            ],
          },
        },
        splitting: {
          ...splitting.config,
          onDone: [
            { guard: 'split.failed', ...failWith('restructure.keepSplitError') },
            { guard: 'restructure.more', actions: ['restructure.succeed', 'restructure.goOn'], target: 'getting' },
            { actions: 'restructure.succeed', target: 'returning' },
          ],
        },
        tryingToMerge: {
          meta: { fn: 'kvm_gmem_try_merge_folio_in_filemap' },
          on: {
            step: [
              {
                guard: 'restructure.someSharedAndMore',
                actions: ['restructure.succeed', 'restructure.goOn'],
                target: 'getting',
              },
              { guard: 'restructure.someShared', actions: 'restructure.succeed', target: 'returning' },
              { actions: 'restructure.merge', target: 'merging' },
            ],
          },
        },
        merging: {
          ...merging.config,
          onDone: [
            { guard: 'merge.failed', ...failWith('restructure.keepMergeError') },
            { guard: 'restructure.more', actions: ['restructure.succeed', 'restructure.goOn'], target: 'getting' },
            { actions: 'restructure.succeed', target: 'returning' },
          ],
        },
        ...(rollsBack && {
          rollingBack: { ...rollback.config, onDone: { target: 'done' } },
        }),
        returning: {
          meta: { fn: 'kvm_gmem_restructure_folios_in_range' },
          on: {
            step: { guard: 'restructure.resultIsSet', target: 'done' },
            zero: { guard: 'restructure.resultIsUnset', actions: 'restructure.readZero', target: 'done' },
            garbage: { guard: 'restructure.resultIsUnset', actions: 'restructure.readGarbage', target: 'done' },
          },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
