/**
 * Memslots come and go: bound to the VM's file when they are created, unbound when they are deleted.
 *
 * Source: kvm_set_memory_region(), kvm_invalidate_memslot(), kvm_free_memslot(), virt/kvm/kvm_main.c; kvm_gmem_bind(),
 * kvm_gmem_unbind(), virt/kvm/guest_memfd.c.
 * Left out: the checks of the request; moving a memslot (not allowed with guest_memfd); dirty logging.
 */
import { match } from 'ts-pattern'
import { cell } from '../../checker/layout.ts'
import type { Design } from '../designs/design.ts'
import { mayFail, spendFailure } from '../kernel/failures.ts'
import { dropInvalidateLock, invalidateLockIsFree, joinInvalidateQueue, takeInvalidateLock } from '../kernel/locks.ts'
import {
  dropSlotsLock,
  eraseBindings,
  fileIsActive,
  getFile,
  hasBinding,
  putFile,
  slotsLockIsFree,
  storeBinding,
  takeSlotsLock,
} from '../kernel/memslots.ts'
import { mmuLockIsFree, zapSptes } from '../kernel/mmu.ts'
import { EEXIST, EINVAL, ENOMEM, OK, PRIVATE, RESULTS, SHARED, showResult } from '../kernel/words.ts'
import { type Enomem, operation, type Scope, type Step } from '../words.ts'

type CreateMemslot = Scope<'vm' | 'page' | 'result'>

export const createMemslot = (design: Design) => {
  const notStored = match(design.bindError)
    .with('ignored', () => ({ actions: 'spendFailure', target: 'unlocking' }) as const)
    .with('checked', () => ({ actions: 'failToBind', target: 'unlocking' }) as const)
    .exhaustive()
  return operation<CreateMemslot, Step | Enomem>()({
    guards: {
      slotsLockIsFree: ({ kernel, call }) => slotsLockIsFree(kernel, call.vm),
      exists: ({ kernel, call }) => kernel.slotAllocated[call.vm] === 1,
      isClosed: ({ kernel, call }) => kernel.fileRefs[call.vm] === 0,
      invalidateLockIsFree: ({ kernel }) => invalidateLockIsFree(kernel),
      overlaps: ({ kernel, call }) => hasBinding(kernel, call.vm, 0, kernel.pages),
      isStored: ({ kernel, call }) => call.page === kernel.pages,
      mayFail: ({ kernel, call }) => mayFail(kernel) && call.page < kernel.pages,
      failed: ({ call }) => call.result !== OK,
    },
    effects: {
      takeSlotsLock: ({ kernel, call, self }) => takeSlotsLock(kernel, self, call.vm),
      failWithEexist: ({ call }) => {
        call.result = EEXIST
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
      },
      storeNext: ({ kernel, call }) => {
        storeBinding(kernel, call.vm, call.page)
        call.page += 1
      },
      spendFailure: ({ kernel }) => spendFailure(kernel),
      failToBind: ({ kernel, call }) => {
        spendFailure(kernel)
        eraseBindings(kernel, call.vm)
        kernel.slotFile[call.vm] = 0
        call.result = ENOMEM
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
    meta: {
      fn: 'kvm_set_memory_region',
      locals: { vm: cell(4), page: cell(16), result: cell(RESULTS, showResult) },
    },
    initial: 'lockingSlots',
    states: {
      lockingSlots: {
        meta: { fn: 'mutex_lock' },
        on: { step: { guard: 'slotsLockIsFree', actions: 'takeSlotsLock', target: 'gettingFile' } },
      },
      gettingFile: {
        meta: { fn: 'fget' },
        on: {
          step: [
            { guard: 'exists', actions: 'failWithEexist', target: 'unlockingSlots' },
            { guard: 'isClosed', actions: 'failWithEinval', target: 'unlockingSlots' },
            { actions: 'allocate', target: 'locking' },
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
        meta: { fn: 'xa_store_range' },
        on: {
          step: [{ guard: 'isStored', target: 'unlocking' }, { actions: 'storeNext' }],
          enomem: { guard: 'mayFail', ...notStored },
        },
      },
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

type DeleteMemslot = Scope<'vm'>

export const deleteMemslot = (design: Design) => {
  const whenDying = match(design.unbindOfDyingFile)
    .with('skipped', () => 'freeing' as const)
    .with('unlocked', () => 'unbindingUnlocked' as const)
    .with('locked', () => 'locking' as const)
    .exhaustive()
  return operation<DeleteMemslot, Step>()({
    guards: {
      slotsLockIsFree: ({ kernel, call }) => slotsLockIsFree(kernel, call.vm),
      isVisible: ({ kernel, call }) => kernel.slotVisible[call.vm] === 1,
      noReaders: ({ kernel, call }) => kernel.srcuReaders[call.vm] === 0,
      mmuLockIsFree: ({ kernel, call }) => mmuLockIsFree(kernel, call.vm),
      hasNoFile: ({ kernel, call }) => kernel.slotFile[call.vm] === 0,
      fileIsActive: ({ kernel, call }) => fileIsActive(kernel, call.vm),
      invalidateLockIsFree: ({ kernel }) => invalidateLockIsFree(kernel),
    },
    effects: {
      takeSlotsLock: ({ kernel, call, self }) => takeSlotsLock(kernel, self, call.vm),
      hide: ({ kernel, call }) => {
        kernel.slotVisible[call.vm] = 0
      },
      zap: ({ kernel, call }) => {
        zapSptes(kernel, call.vm, PRIVATE, 0, kernel.pages)
        zapSptes(kernel, call.vm, SHARED, 0, kernel.pages)
      },
      getFile: ({ kernel, call }) => getFile(kernel, call.vm),
      joinInvalidateQueue: ({ kernel, self }) => joinInvalidateQueue(kernel, self),
      takeInvalidateLock: ({ kernel, self }) => takeInvalidateLock(kernel, self),
      unbind: ({ kernel, call }) => {
        eraseBindings(kernel, call.vm)
        kernel.slotFile[call.vm] = 0
      },
      dropInvalidateLock: ({ kernel, self }) => dropInvalidateLock(kernel, self),
      putFile: ({ kernel, call }) => putFile(kernel, call.vm),
      free: ({ kernel, call }) => {
        kernel.slotAllocated[call.vm] = 0
      },
      dropSlotsLock: ({ kernel, call, self }) => dropSlotsLock(kernel, self, call.vm),
    },
  }).createMachine({
    id: 'deleteMemslot',
    context: ({ input }) => input,
    meta: { fn: 'kvm_set_memory_region', locals: { vm: cell(4) } },
    initial: 'lockingSlots',
    states: {
      lockingSlots: {
        meta: { fn: 'mutex_lock' },
        on: { step: { guard: 'slotsLockIsFree', actions: 'takeSlotsLock', target: 'hiding' } },
      },
      hiding: {
        meta: { fn: 'kvm_swap_active_memslots' },
        on: {
          step: [{ guard: 'isVisible', actions: 'hide', target: 'waiting' }, { target: 'unlockingSlots' }],
        },
      },
      waiting: {
        meta: { fn: 'synchronize_srcu_expedited' },
        on: { step: { guard: 'noReaders', target: 'zapping' } },
      },
      zapping: {
        meta: { fn: 'kvm_arch_flush_shadow_memslot' },
        on: { step: { guard: 'mmuLockIsFree', actions: 'zap', target: 'gettingFile' } },
      },
      gettingFile: {
        meta: { fn: 'kvm_gmem_get_file' },
        on: {
          step: [
            { guard: 'hasNoFile', target: 'freeing' },
            { guard: 'fileIsActive', actions: 'getFile', target: 'lockingActive' },
            { target: whenDying },
          ],
        },
      },
      lockingActive: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: {
          step: [
            { guard: 'invalidateLockIsFree', actions: 'takeInvalidateLock', target: 'unbindingActive' },
            { actions: 'joinInvalidateQueue', target: 'queueingActive' },
          ],
        },
      },
      queueingActive: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: { step: { guard: 'invalidateLockIsFree', actions: 'takeInvalidateLock', target: 'unbindingActive' } },
      },
      unbindingActive: {
        meta: { fn: 'kvm_gmem_unbind' },
        on: { step: { actions: 'unbind', target: 'unlockingActive' } },
      },
      unlockingActive: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: 'puttingFile' } },
      },
      puttingFile: { meta: { fn: 'fput' }, on: { step: { actions: 'putFile', target: 'freeing' } } },
      ...(design.unbindOfDyingFile === 'unlocked' && {
        unbindingUnlocked: {
          meta: { fn: '__kvm_gmem_unbind' },
          on: { step: { actions: 'unbind' as const, target: 'freeing' as const } },
        },
      }),
      ...(design.unbindOfDyingFile === 'locked' && {
        locking: {
          meta: { fn: 'filemap_invalidate_lock' },
          on: {
            step: [
              { guard: 'invalidateLockIsFree', actions: 'takeInvalidateLock', target: 'unbinding' },
              { actions: 'joinInvalidateQueue', target: 'queueing' },
            ] as const,
          },
        },
        queueing: {
          meta: { fn: 'filemap_invalidate_lock' },
          on: {
            step: { guard: 'invalidateLockIsFree', actions: 'takeInvalidateLock', target: 'unbinding' } as const,
          },
        },
        unbinding: {
          meta: { fn: '__kvm_gmem_unbind' },
          on: { step: { actions: 'unbind', target: 'unlocking' } as const },
        },
        unlocking: {
          meta: { fn: 'filemap_invalidate_unlock' },
          on: { step: { actions: 'dropInvalidateLock', target: 'freeing' } as const },
        },
      }),
      freeing: {
        meta: { fn: 'kvm_free_memslot' },
        on: { step: { actions: 'free', target: 'unlockingSlots' } },
      },
      unlockingSlots: {
        meta: { fn: 'mutex_unlock' },
        on: { step: { actions: 'dropSlotsLock', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
