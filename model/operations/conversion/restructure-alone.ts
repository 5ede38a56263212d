/**
 * The fragments of a conversion as operations of their own, to be drawn, run and checked alone.
 *
 * Each holds the invalidate lock for write around the one function, as its callers do.
 *
 * Source: kvm_gmem_split_folio_in_filemap(), kvm_gmem_merge_folio_in_filemap(),
 * kvm_gmem_restructure_folios_in_range(), virt/kvm/guest_memfd.c (RFC v2 38/51).
 */
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { type ArchFails, type PrepareLocal, prepare } from '../../fragments/pfn/prepare.ts'
import { type MergeLocal, merge } from '../../fragments/restructuring/merge.ts'
import { type RollbackRangeLocal, rollbackRange } from '../../fragments/restructuring/rollback-range.ts'
import { type SplitLocal, split } from '../../fragments/restructuring/split.ts'
import { slotAt, slotIsEmpty } from '../../kernel/file/filemap.ts'
import { rememberState } from '../../kernel/file/snapshot.ts'
import { dropInvalidateLock, invalidateLockIsFree, takeInvalidateLock } from '../../kernel/locks/invalidate-lock.ts'
import { lockFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { RESULTS, showResult } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type AloneLocal = 'page' | 'result'

const guards = {
  invalidateLockIsFree: ({ kernel }: Scope<AloneLocal>) => invalidateLockIsFree(kernel),
  slotIsEmpty: ({ kernel, call }: Scope<AloneLocal>) => slotIsEmpty(kernel, call.page),
}
const effects = {
  takeInvalidateLock: ({ kernel, self }: Scope<AloneLocal>) => {
    takeInvalidateLock(kernel, self)
    rememberState(kernel)
  },
  dropInvalidateLock: ({ kernel, self }: Scope<AloneLocal>) => dropInvalidateLock(kernel, self),
}
const locals = { page: cell(16), result: cell(RESULTS, showResult) }

/** Takes the lock and looks the folio of `page` up; without one there is nothing to do. */
const entry = <const Enter extends string>(enter: Enter) =>
  ({
    locking: {
      meta: { fn: 'filemap_invalidate_lock' },
      on: { step: { guard: 'invalidateLockIsFree', actions: 'takeInvalidateLock', target: 'entering' } },
    },
    entering: {
      meta: { fn: 'filemap_get_folio' },
      on: {
        step: [
          { guard: 'slotIsEmpty', target: 'unlocking' },
          { actions: enter, target: 'running' },
        ],
      },
    },
    unlocking: {
      meta: { fn: 'filemap_invalidate_unlock' },
      on: { step: { actions: 'dropInvalidateLock', target: 'returned' } },
    },
    returned: { type: 'final' },
  }) as const

export const splitAlone = (design: Design) => {
  const fragment = split(design, design.memory)
  return operation<Scope<AloneLocal | SplitLocal>, Step | Enomem>()({
    guards: { ...guards, ...fragment.guards },
    effects: {
      ...effects,
      ...fragment.effects,
      enterSplit: ({ kernel, call }) => {
        call['split.folio'] = slotAt(kernel, call.page) - 1
      },
      keepResult: ({ call }) => {
        call.result = call['split.result']
      },
    },
  }).createMachine({
    id: 'split',
    context: ({ input }) => input,
    meta: { fn: 'kvm_gmem_split_folio_in_filemap', locals },
    initial: 'locking',
    states: {
      ...entry('enterSplit'),
      running: { ...fragment.config, onDone: { actions: 'keepResult', target: 'unlocking' } },
    },
  })
}

export const mergeAlone = (design: Design) => {
  const fragment = merge(design, design.memory)
  return operation<Scope<AloneLocal | MergeLocal>, Step | Enomem>()({
    guards: { ...guards, ...fragment.guards },
    effects: {
      ...effects,
      ...fragment.effects,
      enterMerge: ({ kernel, call }) => {
        call['merge.first'] = slotAt(kernel, call.page) - 1
      },
      keepResult: ({ call }) => {
        call.result = call['merge.result']
      },
    },
  }).createMachine({
    id: 'merge',
    context: ({ input }) => input,
    meta: { fn: 'kvm_gmem_merge_folio_in_filemap', locals },
    initial: 'locking',
    states: {
      ...entry('enterMerge'),
      running: { ...fragment.config, onDone: { actions: 'keepResult', target: 'unlocking' } },
    },
  })
}

/** The rollback of a split of all hugepages before `page`. */
export const rollbackAlone = (design: Design) => {
  const fragment = rollbackRange(design, design.memory)
  return operation<Scope<AloneLocal | RollbackRangeLocal>, Step | Enomem>()({
    guards: { ...guards, ...fragment.guards },
    effects: {
      ...effects,
      ...fragment.effects,
      enterRollback: ({ kernel, call }) => {
        call['rollbackRange.start'] = kernel.hugepage
        call['rollbackRange.index'] = call.page
        call['rollbackRange.isSplit'] = 1
      },
    },
  }).createMachine({
    id: 'rollback',
    context: ({ input }) => input,
    meta: { fn: 'kvm_gmem_restructure_folios_in_range', locals },
    initial: 'locking',
    states: { ...entry('enterRollback'), running: { ...fragment.config, onDone: { target: 'unlocking' } } },
  })
}

/** Prepares the folio of `page`, locked, as a guest fault does. */
export const prepareAlone = (design: Design) => {
  const fragment = prepare(design)
  return operation<Scope<AloneLocal | PrepareLocal>, Step | Enomem | ArchFails>()({
    guards: {
      ...guards,
      ...fragment.guards,
    },
    effects: {
      ...effects,
      ...fragment.effects,
      enterPrepare: ({ kernel, call, self }) => {
        call['prepare.folio'] = slotAt(kernel, call.page) - 1
        lockFolio(kernel, self, call['prepare.folio'])
      },
      keepResult: ({ kernel, call, self }) => {
        call.result = call['prepare.result']
        unlockFolio(kernel, self, call['prepare.folio'])
      },
    },
  }).createMachine({
    id: 'prepare',
    context: ({ input }) => input,
    meta: { fn: 'kvm_gmem_prepare_folio', locals },
    initial: 'locking',
    states: {
      ...entry('enterPrepare'),
      running: { ...fragment.config, onDone: { actions: 'keepResult', target: 'unlocking' } },
    },
  })
}
