/**
 * Watches that sleeping locks are taken in the documented order, and under no spinlock, as lockdep would: also where nobody
 * waits.
 *
 * Source: the lock ordering at the top of mm/filemap.c; Documentation/virt/kvm/locking.rst.
 * Left out: who holds mmap_lock (it is taken and dropped within a step here); mf_mutex; two locks of one kind; trylocks, which never wait.
 */
import { isAmongHolders, isHolder } from '../../../checker/declare.ts'
import { FOLIO_LOCK, INVALIDATE_LOCK, LOCKS, MMU_LOCK } from '../state/kinds/locks.ts'
import type { Kernel } from '../state/state.ts'
import { numberOf, WAITS_UNDER_MMU_LOCK } from '../state/told.ts'

export { isAmongHolders, isHolder }

/**
 * might_sleep(): warns while the thread holds a spinlock.
 *
 * There are two signals, for one ends the run and the other does not. A section of C that counts as one step cannot be left
 * in the middle. xa_lock is state: RFC v3 sleeps under it in almost every call, and what else it breaks comes later.
 */
export const mightSleep = (kernel: Kernel, self: number): void => {
  if (isHolder(kernel, 'xaLock', self)) kernel.sleptUnderXaLock = 1
  for (let vm = 0; vm < kernel.vms; vm++)
    if (isAmongHolders(kernel, 'mmuReaders', self, vm)) kernel.sleptInSection = 1 + WAITS_UNDER_MMU_LOCK
}

/** A thread may sleep in a section that counts as one step. @param what the call, and where it stands */
export const sleepsInSection = (kernel: Kernel, what: string): void => {
  kernel.sleptInSection = 1 + numberOf(what)
}

/** The thread is about to sleep for a lock of this kind. @param forWrite of one that may be shared: it waits for readers */
export const watchOrder = (kernel: Kernel, self: number, taken: number, forWrite: boolean): void => {
  mightSleep(kernel, self)
  for (let held = taken + 1; held < LOCKS; held++)
    if (holds(kernel, self, held)) kernel.lockOrderBroken = 1 + ((forWrite ? LOCKS : 0) + held) * LOCKS + taken
}

const holds = (kernel: Kernel, self: number, lock: number): boolean => {
  if (lock === INVALIDATE_LOCK)
    return isHolder(kernel, 'invalidateWriter', self) || isAmongHolders(kernel, 'invalidateReaders', self)
  if (lock === FOLIO_LOCK) {
    for (let folio = 0; folio < kernel.frames; folio++) if (isHolder(kernel, 'folioLock', self, folio)) return true
    return false
  }
  if (lock === MMU_LOCK)
    for (let vm = 0; vm < kernel.vms; vm++) if (isAmongHolders(kernel, 'mmuReaders', self, vm)) return true
  return false
}
