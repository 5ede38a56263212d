/**
 * A memslot is created, and bound to the VM's file.
 *
 * Source: kvm_set_memory_region(), virt/kvm/kvm_main.c; kvm_gmem_bind(), virt/kvm/guest_memfd.c.
 * Left out: the checks of the request; moving a memslot (not allowed with guest_memfd); dirty logging.
 */
import { cell } from '../../checker/layout.ts'
import type { Design } from '../designs/design.ts'
import { eraseAll, type StoreBindingsLocal, storeAll, storeBindings } from '../fragments/store-bindings.ts'
import { dropInvalidateLock, invalidateLockIsFree, joinInvalidateQueue, takeInvalidateLock } from '../kernel/locks.ts'
import {
  dropSlotsLock,
  fileIsOpen,
  getFile,
  hasBinding,
  putFile,
  slotsLockIsFree,
  takeSlotsLock,
} from '../kernel/memslots.ts'
import { EBADF, EEXIST, EINVAL, OK, RESULTS, showResult } from '../kernel/words.ts'
import { type Enomem, operation, type Scope, type Step } from '../words.ts'

type CreateMemslot = Scope<'vm' | 'result' | StoreBindingsLocal>

export const createMemslot = (design: Design) => {
  const isChecked = design.bindError === 'checked'
  return operation<CreateMemslot, Step | Enomem>()({
    guards: {
      ...storeBindings.guards,
      existsAndSlotsLockIsFree: ({ kernel, call }) =>
        kernel.slotAllocated[call.vm] === 1 && slotsLockIsFree(kernel, call.vm),
      slotsLockIsFree: ({ kernel, call }) => slotsLockIsFree(kernel, call.vm),
      isOpen: ({ kernel, call }) => fileIsOpen(kernel, call.vm),
      invalidateLockIsFree: ({ kernel }) => invalidateLockIsFree(kernel),
      overlaps: ({ kernel, call }) => hasBinding(kernel, call.vm, 0, kernel.pages),
      failed: ({ call }) => call.result !== OK,
    },
    effects: {
      ...storeBindings.effects,
      takeSlotsLock: ({ kernel, call, self }) => takeSlotsLock(kernel, self, call.vm),
      failWithEexist: ({ call }) => {
        call.result = EEXIST
      },
      failWithEbadf: ({ call }) => {
        call.result = EBADF
      },
      failWithEinval: ({ call }) => {
        call.result = EINVAL
      },
      allocate: ({ kernel, call }) => {
        kernel.slotAllocated[call.vm] = 1
        getFile(kernel, call.vm)
      },
      joinInvalidateQueue: ({ kernel, self }) => joinInvalidateQueue(kernel, self),
      takeInvalidateLock: ({ kernel, self }) => takeInvalidateLock(kernel, self),
      setFile: ({ kernel, call }) => {
        kernel.slotFile[call.vm] = 1
        storeAll(kernel, call)
      },
      undo: ({ kernel, call }) => {
        call.result = call['store.result']
        eraseAll(kernel, call)
      },
      forgetFile: ({ kernel, call }) => {
        kernel.slotFile[call.vm] = 0
      },
      dropInvalidateLock: ({ kernel, self }) => dropInvalidateLock(kernel, self),
      putFile: ({ kernel, call }) => putFile(kernel, call.vm),
      show: ({ kernel, call }) => {
        kernel.slotVisible[call.vm] = 1
      },
      free: ({ kernel, call }) => {
        kernel.slotAllocated[call.vm] = 0
      },
      dropSlotsLock: ({ kernel, call, self }) => dropSlotsLock(kernel, self, call.vm),
    },
  }).createMachine({
    id: 'createMemslot',
    context: ({ input }) => input,
    meta: { fn: 'kvm_set_memory_region', locals: { vm: cell(4), result: cell(RESULTS, showResult) } },
    initial: 'lockingSlots',
    states: {
      lockingSlots: {
        meta: { fn: 'mutex_lock' },
        on: {
          step: [
            {
              guard: 'existsAndSlotsLockIsFree',
              actions: ['takeSlotsLock', 'failWithEexist'],
              target: 'unlockingSlots',
            },
            { guard: 'slotsLockIsFree', actions: 'takeSlotsLock', target: 'gettingFile' },
          ],
        },
      },
      gettingFile: {
        meta: { fn: 'fget' },
        on: {
          step: [
            { guard: 'isOpen', actions: 'allocate', target: 'locking' },
            { actions: 'failWithEbadf', target: 'unlockingSlots' },
          ],
        },
      },
      locking: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: {
          step: [
            { guard: 'invalidateLockIsFree', actions: 'takeInvalidateLock', target: 'binding' },
            { actions: 'joinInvalidateQueue', target: 'queueing' },
          ],
        },
      },
      queueing: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: { step: { guard: 'invalidateLockIsFree', actions: 'takeInvalidateLock', target: 'binding' } },
      },
      binding: {
        meta: { fn: 'kvm_gmem_bind' },
        on: {
          step: [
            { guard: 'overlaps', actions: 'failWithEinval', target: 'unlocking' },
            { actions: 'setFile', target: 'storing' },
          ],
        },
      },
      storing: {
        ...storeBindings.config,
        onDone: [
          ...(isChecked ? [{ guard: 'store.failed', actions: 'undo', target: 'erasing' } as const] : []),
          { target: 'unlocking' },
        ],
      },
      ...(isChecked && {
        erasing: { ...storeBindings.config, onDone: { target: 'forgetting' as const } },
        forgetting: {
          meta: { fn: 'kvm_gmem_bind' },
          on: { step: { actions: 'forgetFile' as const, target: 'unlocking' as const } },
        },
      }),
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: 'puttingFile' } },
      },
      puttingFile: { meta: { fn: 'fput' }, on: { step: { actions: 'putFile', target: 'committing' } } },
      committing: {
        meta: { fn: 'kvm_swap_active_memslots' },
        on: {
          step: [
            { guard: 'failed', actions: 'free', target: 'unlockingSlots' },
            { actions: 'show', target: 'unlockingSlots' },
          ],
        },
      },
      unlockingSlots: {
        meta: { fn: 'mutex_unlock' },
        on: { step: { actions: 'dropSlotsLock', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
