/**
 * Unbinds a memslot from its file.
 *
 * Source: kvm_gmem_unbind(), __kvm_gmem_unbind(), virt/kvm/guest_memfd.c.
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import {
  dropInvalidateLock,
  invalidateLockIsFree,
  joinInvalidateQueue,
  takeInvalidateLock,
} from '../../kernel/locks/invalidate-lock.ts'
import { fileIsActive, getFile, putFile } from '../../kernel/memslots/files.ts'
import { writeSlotFile } from '../../kernel/memslots/memslots.ts'
import { vmOfSlot } from '../../kernel/memslots/places.ts'
import type { Scope } from '../../kernel/words.ts'
import { eraseAll, type StoreBindingsLocal, storeBindings } from './store-bindings.ts'

export type UnbindLocal = 'unbind.slot' | StoreBindingsLocal
type Unbind = Scope<UnbindLocal>

export const unbind = (design: Design) => {
  const { reads, found, unlocked } = match(design.unbindOfDyingFile)
    .with('locked', () => ({
      reads: 'kvm_gmem_unbind',
      found: [{ target: 'locking' }] as const,
      unlocked: 'done' as const,
    }))
    .with('unlocked', () => ({
      reads: 'kvm_gmem_get_file',
      found: [
        { guard: 'unbind.fileIsActive', actions: 'unbind.getFile', target: 'locking' },
        { actions: 'unbind.eraseAll', target: 'erasingUnlocked' },
      ] as const,
      unlocked: 'puttingFile' as const,
    }))
    .with('skipped', () => ({
      reads: 'kvm_gmem_get_file',
      found: [
        { guard: 'unbind.fileIsActive', actions: 'unbind.getFile', target: 'locking' },
        { target: 'done' },
      ] as const,
      unlocked: 'puttingFile' as const,
    }))
    .exhaustive()
  const lock = {
    guard: 'unbind.invalidateLockIsFree',
    actions: ['unbind.takeInvalidateLock', 'unbind.eraseAll'],
    target: 'erasing',
  } as const
  return {
    guards: {
      ...storeBindings.guards,
      'unbind.hasNoFile': ({ kernel, call }: Unbind) => kernel.slotFile[call['unbind.slot']] === 0,
      'unbind.fileIsActive': ({ kernel, call }: Unbind) => fileIsActive(kernel, call['unbind.slot']),
      'unbind.invalidateLockIsFree': ({ kernel }: Unbind) => invalidateLockIsFree(kernel),
    },
    effects: {
      ...storeBindings.effects,
      'unbind.getFile': ({ kernel, call, self }: Unbind) =>
        getFile(kernel, self, vmOfSlot(kernel, call['unbind.slot'])),
      'unbind.joinInvalidateQueue': ({ kernel, self }: Unbind) => joinInvalidateQueue(kernel, self),
      'unbind.takeInvalidateLock': ({ kernel, self }: Unbind) => takeInvalidateLock(kernel, self),
      'unbind.eraseAll': ({ kernel, call }: Unbind) => eraseAll(kernel, call, call['unbind.slot']),
      'unbind.forgetFile': ({ kernel, call }: Unbind) => writeSlotFile(kernel, call['unbind.slot'], 0),
      'unbind.dropInvalidateLock': ({ kernel, self }: Unbind) => dropInvalidateLock(kernel, self),
      'unbind.putFile': ({ kernel, call, self }: Unbind) =>
        putFile(kernel, self, vmOfSlot(kernel, call['unbind.slot'])),
    },
    config: {
      meta: { within: 'unbind', locals: { 'unbind.slot': cell(8) } },
      initial: 'gettingFile',
      states: {
        gettingFile: {
          meta: { fn: reads },
          on: { step: [{ guard: 'unbind.hasNoFile', target: 'done' }, ...found] },
        },
        locking: {
          meta: { fn: 'filemap_invalidate_lock' },
          on: { step: [lock, { actions: 'unbind.joinInvalidateQueue', target: 'queueing' }] },
        },
        queueing: { meta: { fn: 'filemap_invalidate_lock' }, on: { step: lock } },
        erasing: { ...storeBindings.config, onDone: { target: 'forgetting' } },
        forgetting: {
          meta: { fn: 'kvm_gmem_unbind' },
          on: { step: { actions: 'unbind.forgetFile', target: 'unlocking' } },
        },
        unlocking: {
          meta: { fn: 'filemap_invalidate_unlock' },
          on: { step: { actions: 'unbind.dropInvalidateLock', target: unlocked } },
        },
        ...(design.unbindOfDyingFile !== 'locked' &&
          ({
            puttingFile: {
              meta: { fn: 'fput' },
              on: { step: { actions: 'unbind.putFile', target: 'done' } },
            },
          } as const)),
        ...(design.unbindOfDyingFile === 'unlocked' &&
          ({
            erasingUnlocked: { ...storeBindings.config, onDone: { target: 'forgettingUnlocked' } },
            forgettingUnlocked: {
              meta: { fn: '__kvm_gmem_unbind' },
              on: { step: { actions: 'unbind.forgetFile', target: 'done' } },
            },
          } as const)),
        done: { type: 'final' },
      },
    },
  } as const
}
