/**
 * Folios, their reference counts and their lock. A folio is named by its first frame.
 *
 * Source: page_folio(), folio_try_get(), folio_put(), folio_ref_freeze(), include/linux/mm.h, page_ref.h (classic form);
 * folio_lock(), mm/filemap.c.
 * Left out: a pin weighs 1, not 1024 (may miss overflow of the count, and checks of folio_maybe_dma_pinned()); waiters on
 * the folio lock are woken in any order.
 */

import { isHolder } from '../../../checker/declare.ts'
import { watchOrder } from '../locks/lock-order.ts'
import { goOn } from '../state/interruption.ts'
import { FOLIO_LOCK } from '../state/kinds/locks.ts'
import type { Kernel } from '../state/state.ts'
import { STALE } from '../state/values.ts'
import { scrubFolio } from './scrub-folio.ts'
import { leaves } from './since-hole.ts'
import { tellFreedUnflushed } from './tlb.ts'

/** page_folio(): the first frame of the folio that `frame` belongs to now. */
export const folioOf = (kernel: Kernel, frame: number): number => {
  const head = frame - (frame % kernel.hugepage)
  return kernel.huge[head] === 1 ? head : frame
}

/** folio_nr_pages(). */
export const folioPages = (kernel: Kernel, folio: number): number => (kernel.huge[folio] === 1 ? kernel.hugepage : 1)

/**
 * The count saturates here, as a refcount_t does: code that takes references without end reaches it. May miss a folio that is
 * freed after so many references.
 */
export const REFERENCES_SATURATED = 15

/** A successful folio_try_get(), or folio_get(): the thread now holds a reference. */
export const getFolio = (kernel: Kernel, self: number, folio: number): void => {
  const own = self * kernel.frames + folio
  if (kernel.refs[folio] !== REFERENCES_SATURATED) kernel.refs[folio]! += 1
  if (kernel.held[own] !== REFERENCES_SATURATED) kernel.held[own]! += 1
  goOn(kernel, self)
}

/** folio_put() of a reference that the thread holds. */
export const putFolio = (kernel: Kernel, self: number, folio: number): void => putReferences(kernel, self, folio, 1)

/** folio_put_refs() of references that the thread holds. One put too many is a reference taken from another owner. */
export const putReferences = (kernel: Kernel, self: number, folio: number, count: number): void => {
  giveAway(kernel, self, folio, count)
  dropReferences(kernel, folio, count)
}

/** The thread answers for so many references less: of those that it has not, another owner has one less than it believes. */
export const giveAway = (kernel: Kernel, self: number, folio: number, count: number): void => {
  const held = kernel.held[self * kernel.frames + folio]!
  kernel.held[self * kernel.frames + folio] = held > count ? held - count : 0
}

/** folio_put_refs(): the last reference frees the folio. */
export const dropReferences = (kernel: Kernel, folio: number, count: number): void => {
  if (kernel.refs[folio] === REFERENCES_SATURATED) return
  if (kernel.refs[folio]! < count) {
    kernel.refUnderflow = 1 + folio
    kernel.refs[folio] = 0
    return
  }
  kernel.refs[folio]! -= count
  if (kernel.refs[folio] === 0) freeFolio(kernel, folio)
}

/**
 * The frames go back to their pool. The page allocator scrubs the flags and hands a page to anybody; hugetlb keeps a huge
 * folio compound, its flags and contents as they are until it is allocated again: free_huge_folio().
 *
 * Left out: surplus hugepages, which hugetlb would give to the page allocator instead; the checks of the page allocator,
 * which if enabled keep a locked page from being freed (a failed add does that: may report uses of free pages that such
 * kernels only warn of).
 */
export const freeFolio = (kernel: Kernel, folio: number): void => {
  kernel.mapping[folio] = 0
  kernel.index[folio] = 0
  kernel.folioLock[folio] = 0
  const pages = folioPages(kernel, folio)
  if (pages === 1 && waitsForOthers(kernel, folio)) return
  for (let frame = folio; frame < folio + pages; frame++) {
    tellFreedUnflushed(kernel, frame)
    kernel.allocated[frame] = 0
  }
  if (kernel.directMapEntry > 0) scrubFolio(kernel, folio, pages)
  if (pages > 1) return
  kernel.uptodate[folio] = 0
  kernel.contents[folio] = STALE
  leaves(kernel, folio)
}

/**
 * In worlds with the worker, a page of a split hugepage: tagged, it is left to the worker; else it goes to the page
 * allocator, which the hugepage never gets it back from.
 */
const waitsForOthers = (kernel: Kernel, folio: number): boolean => {
  if (kernel.tagged.length === 0) return false
  if (kernel.tagged[folio] === 0) {
    kernel.freedPastAllocator = 1 + folio
    return false
  }
  kernel.tagged[folio] = 0
  kernel.cleanupList[folio] = 1
  return true
}

/** folio_lock() would not sleep. */
export const folioIsUnlocked = (kernel: Kernel, folio: number): boolean => kernel.folioLock[folio] === 0

/** folio_lock(), which may sleep. */
export const lockFolio = (kernel: Kernel, self: number, folio: number): void => {
  watchOrder(kernel, self, FOLIO_LOCK, false)
  tryLockFolio(kernel, self, folio)
}

/** folio_trylock() of an unlocked folio, or __folio_set_locked(). */
export const tryLockFolio = (kernel: Kernel, self: number, folio: number): void => {
  kernel.folioLock[folio] = 1 + self
}

export const unlockFolio = (kernel: Kernel, self: number, folio: number): void => {
  if (!isHolder(kernel, 'folioLock', self, folio)) kernel.unlockedUnheld = 1
  kernel.folioLock[folio] = 0
  if (kernel.sleepers.length > 0 && kernel.waiters[folio] === 1) {
    kernel.sleepers[folio] = 0
    kernel.waiters[folio] = 0
  }
}

/** Whether anybody who waits for a folio lock sleeps until he is woken. */
export const someMaySleep = (kernel: Kernel): boolean => kernel.sleepers.length > 0

/**
 * __folio_clear_locked(): wakes nobody, and writes the other flags back as they were when it read them, `waiters` among
 * them. It is meant for folios that nobody else knows of.
 */
export const clearLocked = (kernel: Kernel, self: number, folio: number, waiters: number): void => {
  if (!isHolder(kernel, 'folioLock', self, folio)) kernel.unlockedUnheld = 1
  kernel.folioLock[folio] = 0
  if (someMaySleep(kernel)) kernel.waiters[folio] = waiters
}

/** The thread sleeps in folio_lock() until somebody wakes it; only in worlds with sleepers, elsewhere it just waits. */
export const sleepsOnFolio = (kernel: Kernel, self: number, folio: number): boolean =>
  kernel.sleepers.length > 0 && ((kernel.sleepers[folio]! >> self) & 1) === 1

export const fallAsleep = (kernel: Kernel, self: number, folio: number): void => {
  kernel.sleepers[folio]! |= 1 << self
  kernel.waiters[folio] = 1
}
