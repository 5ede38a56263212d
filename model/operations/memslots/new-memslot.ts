/**
 * What machines that create a memslot have in common, whenever it is bound.
 *
 * Source: kvm_set_memory_region(), virt/kvm/kvm_main.c.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { eraseAll, type StoreBindingsLocal, storeAll, storeBindings } from '../../fragments/memslots/store-bindings.ts'
import { invalidateLock } from '../../fragments/unmapping/lock-invalidate.ts'
import { dropSlotsLock, slotsLockIsFree, takeSlotsLock } from '../../kernel/locks/slots-lock.ts'
import { fileIsOpen, getFile, putFile } from '../../kernel/memslots/files.ts'
import { freeSlot, hasBinding, writeSlotFile } from '../../kernel/memslots/memslots.ts'
import { endPageOf, firstPageOf, slotOf } from '../../kernel/memslots/places.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { EBADF, EEXIST, EINVAL, ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

export type NewMemslotLocal = 'vm' | 'second' | 'result' | StoreBindingsLocal
type NewMemslot = Scope<NewMemslotLocal>

const ours = ({ kernel, call }: NewMemslot): number => slotOf(kernel, call.vm, call.second)

export const newMemslot = {
  guards: {
    ...storeBindings.guards,
    existsAndSlotsLockIsFree: (scope: NewMemslot) =>
      scope.kernel.slotAllocated[ours(scope)] === 1 && slotsLockIsFree(scope.kernel, scope.call.vm),
    slotsLockIsFree: ({ kernel, call }: NewMemslot) => slotsLockIsFree(kernel, call.vm),
    isOpen: ({ kernel, call }: NewMemslot) => fileIsOpen(kernel, call.vm),
    mayFailToPrepare: ({ kernel }: NewMemslot) => mayFail(kernel),
    ...invalidateLock.guards,
    overlaps: (scope: NewMemslot) =>
      hasBinding(
        scope.kernel,
        scope.call.vm,
        firstPageOf(scope.kernel, ours(scope)),
        endPageOf(scope.kernel, ours(scope)),
      ),
    failed: ({ call }: NewMemslot) => call.result !== OK,
  },
  effects: {
    ...storeBindings.effects,
    takeSlotsLock: ({ kernel, call, self }: NewMemslot) => takeSlotsLock(kernel, self, call.vm),
    failToExist: ({ call }: NewMemslot) => {
      call.result = EEXIST
    },
    failToOpen: ({ call }: NewMemslot) => {
      call.result = EBADF
    },
    failToOverlapWithEinval: ({ call }: NewMemslot) => {
      call.result = EINVAL
    },
    failToOverlapWithEexist: ({ call }: NewMemslot) => {
      call.result = EEXIST
    },
    failToPrepare: ({ kernel, call }: NewMemslot) => {
      spendFailure(kernel)
      call.result = ENOMEM
    },
    allocate: (scope: NewMemslot) => {
      scope.kernel.slotAllocated[ours(scope)] = 1
    },
    getFile: ({ kernel, call, self }: NewMemslot) => getFile(kernel, self, call.vm),
    setFile: (scope: NewMemslot) => writeSlotFile(scope.kernel, ours(scope), 1),
    forgetFile: (scope: NewMemslot) => writeSlotFile(scope.kernel, ours(scope), 0),
    ...invalidateLock.effects,
    storeAll: (scope: NewMemslot) => storeAll(scope.kernel, scope.call, ours(scope)),
    undo: (scope: NewMemslot) => {
      scope.call.result = scope.call['store.result']
      eraseAll(scope.kernel, scope.call, ours(scope))
    },
    putFile: ({ kernel, call, self }: NewMemslot) => putFile(kernel, self, call.vm),
    show: (scope: NewMemslot) => {
      scope.kernel.slotVisible[ours(scope)] = 1
    },
    free: (scope: NewMemslot) => freeSlot(scope.kernel, ours(scope)),
    dropSlotsLock: ({ kernel, call, self }: NewMemslot) => dropSlotsLock(kernel, self, call.vm),
  },
  meta: {
    fn: 'kvm_set_memory_region',
    locals: { vm: cell(4), second: cell(4), result: cell(RESULTS, showResult), boundAt: cell(32) },
  },
  /** How it begins and ends. A machine has `gettingFile` of its own, and all that comes between. */
  states: {
    lockingSlots: {
      meta: { fn: 'mutex_lock' },
      on: {
        step: [
          { guard: 'existsAndSlotsLockIsFree', actions: ['takeSlotsLock', 'failToExist'], target: 'unlockingSlots' },
          { guard: 'slotsLockIsFree', actions: ['takeSlotsLock', 'allocate'], target: 'gettingFile' },
        ],
      },
    },
    freeing: {
      meta: { fn: 'kvm_set_memory_region' },
      on: { step: { actions: 'free', target: 'unlockingSlots' } },
    },
    unlockingSlots: {
      meta: { fn: 'mutex_unlock' },
      on: { step: { actions: 'dropSlotsLock', target: 'returned' } },
    },
    returned: { type: 'final' },
  },
} as const

/** How the pages of the memslot are bound, whichever function does it. */
export const bindingPages = (design: Design) => {
  const isChecked = design.bindError === 'checked'
  return {
    /** Which of its effects tells that the pages are bound already. */
    failToOverlap: match(design.overlappingBinding)
      .with('einval', () => 'failToOverlapWithEinval' as const)
      .with('eexist', () => 'failToOverlapWithEexist' as const)
      .exhaustive(),
    /** Whether `storing` may lead to `erasing`. */
    isChecked,
    storing: {
      ...storeBindings.config,
      onDone: [
        ...(isChecked ? [{ guard: 'store.failed', actions: 'undo', target: 'erasing' } as const] : []),
        { target: 'unlocking' },
      ],
    },
  } as const
}
