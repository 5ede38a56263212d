/**
 * mapping->invalidate_lock: a reader/writer semaphore whose queued writers keep later readers out.
 *
 * A reader may take a lock that is free for a moment ahead of a waking writer. Only while readers hold it does a queued
 * writer make later readers queue. Readers do not queue by name: a blocked reader just waits.
 *
 * Source: filemap_invalidate_lock(), include/linux/fs.h; kernel/locking/rwsem.c.
 * Left out: the wake-up order among several queued writers (any may win: may report schedules that are merely unlikely).
 */
import { isAmongHolders, isHolder } from '../../../checker/declare.ts'
import { INVALIDATE_LOCK } from '../state/kinds/locks.ts'
import type { Kernel } from '../state/state.ts'
import { watchOrder } from './lock-order.ts'

/** filemap_invalidate_lock() would not sleep. */
export const invalidateLockIsFree = (kernel: Kernel): boolean =>
  kernel.invalidateWriter === 0 && kernel.invalidateReaders === 0

export const joinInvalidateQueue = (kernel: Kernel, self: number): void => {
  kernel.invalidateQueue |= 1 << self
}

/** filemap_invalidate_lock(). */
export const takeInvalidateLock = (kernel: Kernel, self: number): void => {
  watchOrder(kernel, self, INVALIDATE_LOCK, true)
  kernel.invalidateQueue &= ~(1 << self)
  tryInvalidateLock(kernel, self)
}

/** down_write_trylock() of a lock that is free. */
export const tryInvalidateLock = (kernel: Kernel, self: number): void => {
  kernel.invalidateWriter = 1 + self
}

/** filemap_invalidate_unlock(). */
export const dropInvalidateLock = (kernel: Kernel, self: number): void => {
  if (!isHolder(kernel, 'invalidateWriter', self)) kernel.unlockedUnheld = 1
  kernel.invalidateWriter = 0
}

/** The thread holds it, for read or for write. */
export const invalidateLockIsHeld = (kernel: Kernel, self: number): boolean =>
  isHolder(kernel, 'invalidateWriter', self) || isAmongHolders(kernel, 'invalidateReaders', self)

/** filemap_invalidate_lock_shared() would not sleep. */
export const invalidateLockIsShareable = (kernel: Kernel): boolean =>
  kernel.invalidateWriter === 0 && (kernel.invalidateReaders === 0 || kernel.invalidateQueue === 0)

/** filemap_invalidate_lock_shared(). */
export const takeInvalidateLockShared = (kernel: Kernel, self: number): void => {
  watchOrder(kernel, self, INVALIDATE_LOCK, false)
  tryInvalidateLockShared(kernel, self)
}

/** filemap_invalidate_trylock_shared() of a lock that no writer holds. */
export const tryInvalidateLockShared = (kernel: Kernel, self: number): void => {
  kernel.invalidateReaders |= 1 << self
}

/** filemap_invalidate_unlock_shared(). */
export const dropInvalidateLockShared = (kernel: Kernel, self: number): void => {
  if (!isAmongHolders(kernel, 'invalidateReaders', self)) kernel.unlockedUnheld = 1
  kernel.invalidateReaders &= ~(1 << self)
}
