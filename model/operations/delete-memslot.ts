/**
 * A memslot is deleted, and unbound from the VM's file.
 *
 * Source: kvm_set_memory_region(), kvm_invalidate_memslot(), kvm_free_memslot(), virt/kvm/kvm_main.c; kvm_gmem_unbind(),
 * virt/kvm/guest_memfd.c.
 * Left out: dirty logging.
 */
import { match } from 'ts-pattern'
import { cell } from '../../checker/layout.ts'
import type { Design } from '../designs/design.ts'
import { eraseAll, type StoreBindingsLocal, storeBindings } from '../fragments/store-bindings.ts'
import { dropInvalidateLock, invalidateLockIsFree, joinInvalidateQueue, takeInvalidateLock } from '../kernel/locks.ts'
import { dropSlotsLock, fileIsActive, getFile, putFile, slotsLockIsFree, takeSlotsLock } from '../kernel/memslots.ts'
import { mmuLockIsFree, zapSptes } from '../kernel/mmu.ts'
import { PRIVATE, SHARED } from '../kernel/words.ts'
import { type Enomem, operation, type Scope, type Step } from '../words.ts'

type DeleteMemslot = Scope<'vm' | StoreBindingsLocal>

export const deleteMemslot = (design: Design) => {
  const { reads, found, unlocked } = match(design.unbindOfDyingFile)
    .with('locked', () => ({
      reads: 'kvm_gmem_unbind',
      found: [{ target: 'locking' }] as const,
      unlocked: 'freeing' as const,
    }))
    .with('unlocked', () => ({
      reads: 'kvm_gmem_get_file',
      found: [
        { guard: 'fileIsActive', actions: 'getFile', target: 'locking' },
        { actions: 'eraseAll', target: 'erasingUnlocked' },
      ] as const,
      unlocked: 'puttingFile' as const,
    }))
    .with('skipped', () => ({
      reads: 'kvm_gmem_get_file',
      found: [{ guard: 'fileIsActive', actions: 'getFile', target: 'locking' }, { target: 'freeing' }] as const,
      unlocked: 'puttingFile' as const,
    }))
    .exhaustive()
  return operation<DeleteMemslot, Step | Enomem>()({
    guards: {
      ...storeBindings.guards,
      slotsLockIsFree: ({ kernel, call }) => slotsLockIsFree(kernel, call.vm),
      isVisible: ({ kernel, call }) => kernel.slotVisible[call.vm] === 1,
      noReaders: ({ kernel, call }) => kernel.srcuReaders[call.vm] === 0,
      mmuLockIsFree: ({ kernel, call }) => mmuLockIsFree(kernel, call.vm),
      hasNoFile: ({ kernel, call }) => kernel.slotFile[call.vm] === 0,
      fileIsActive: ({ kernel, call }) => fileIsActive(kernel, call.vm),
      invalidateLockIsFree: ({ kernel }) => invalidateLockIsFree(kernel),
    },
    effects: {
      ...storeBindings.effects,
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
      eraseAll: ({ kernel, call }) => eraseAll(kernel, call),
      forgetFile: ({ kernel, call }) => {
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
        meta: { fn: reads },
        on: { step: [{ guard: 'hasNoFile', target: 'freeing' }, ...found] },
      },
      locking: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: {
          step: [
            { guard: 'invalidateLockIsFree', actions: ['takeInvalidateLock', 'eraseAll'], target: 'erasing' },
            { actions: 'joinInvalidateQueue', target: 'queueing' },
          ],
        },
      },
      queueing: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: {
          step: { guard: 'invalidateLockIsFree', actions: ['takeInvalidateLock', 'eraseAll'], target: 'erasing' },
        },
      },
      erasing: { ...storeBindings.config, onDone: { target: 'unbinding' } },
      unbinding: {
        meta: { fn: 'kvm_gmem_unbind' },
        on: { step: { actions: 'forgetFile', target: 'unlocking' } },
      },
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: unlocked } },
      },
      ...(design.unbindOfDyingFile !== 'locked' && {
        puttingFile: {
          meta: { fn: 'fput' },
          on: { step: { actions: 'putFile' as const, target: 'freeing' as const } },
        },
      }),
      ...(design.unbindOfDyingFile === 'unlocked' && {
        erasingUnlocked: { ...storeBindings.config, onDone: { target: 'unbindingUnlocked' as const } },
        unbindingUnlocked: {
          meta: { fn: '__kvm_gmem_unbind' },
          on: { step: { actions: 'forgetFile' as const, target: 'freeing' as const } },
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
