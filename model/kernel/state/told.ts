/**
 * Words about a place in the C, by a number that fits a signal: the words are asked for where the signal was raised.
 */

/** Words of what is written by hand. */
export const WAITS_UNDER_MMU_LOCK = 0
export const SLOTS_LOCK_IS_NOT_HELD = 1
export const SEVERAL_PAGES_MADE_PRIVATE = 2
export const ZAPS_BEYOND_INVALIDATION = 3
export const ZAPS_BEYOND_MEMSLOT = 4
export const ZAPS_NO_KIND = 5
export const ZEROES_BEYOND_FOLIO = 6
export const MAPS_WITHOUT_INVALIDATE_LOCK = 7
const BY_HAND = [
  'a lock is waited for under mmu_lock',
  'lockdep_assert_held(&kvm->slots_lock) fires in kvm_gmem_populate()',
  'WARN_ON_ONCE(nr_pages != 1) fires in sev_gmem_make_private()',
  'lockdep_assert_once(kvm->mmu_invalidate_in_progress || lockdep_is_held(&kvm->slots_lock)) fires in kvm_unmap_gfn_range()',
  'kvm_unmap_gfn_range() is given gfns that its memslot has not, and looks for their rmaps out of bounds of slot->arch.rmap',
  'WARN_ON_ONCE(!ret) fires in kvm_gfn_range_filter_to_root_types(): the filter names no kind of SPTEs',
  'BUG_ON(end1 > page_size(page)) fires in zero_user_segments()',
  'lockdep_assert_held(&mapping->invalidate_lock) fires in kvm_assert_gmem_invalidate_lock_held()',
]

/** A signal is one byte, and 0 says that nothing was raised: the newest words of C are known, and those by hand. */
const KNOWN = 255
const known: string[] = [...BY_HAND]
let newest = BY_HAND.length - 1

/** The number of words, from 0. */
export function numberOf(words: string): number {
  const found = known.indexOf(words)
  if (found >= 0) return found
  newest = newest + 1 < KNOWN ? newest + 1 : BY_HAND.length
  known[newest] = words
  return newest
}

export const wordsOf = (number: number): string => known[number]!

/** Values of a signal that carries 1 + the number of words. */
export const TOLD = 1 + KNOWN
