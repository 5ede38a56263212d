/**
 * The sleeping locks whose order is watched.
 *
 * Source: the lock ordering at the top of mm/filemap.c; Documentation/virt/kvm/locking.rst.
 */

/** Outer before inner. A thread that holds one may take only later ones. */
export const SLOTS_LOCK = 0
export const MMAP_LOCK = 1
export const INVALIDATE_LOCK = 2
export const FOLIO_LOCK = 3
export const MMU_LOCK = 4
export const LOCKS = 5

export const lockNames = ['slots_lock', 'mmap_lock', 'the invalidate lock', 'a folio lock', 'mmu_lock']

/** Distinct values of the signal: 1 + held * 5 + taken, and as many for locks that are taken for write. */
export const LOCK_PAIRS = 2 * LOCKS * LOCKS + 1
