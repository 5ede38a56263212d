/**
 * The custom allocator: guestmem_hugetlb.
 *
 * Source: mm/guestmem_hugetlb.c: guestmem_hugetlb_alloc_folio(), _split_folio(), _merge_folio() (RFC v2 33, 35/51).
 * Left out: outside of worlds with the worker, that an order-0 page of a split hugepage waits for the others: a freed
 * frame is just free (may report uses of it that come too early). Allocation takes the lowest free block (may miss bugs that need another frame).
 */

import { clearFrame } from '../memory/contents.ts'
import { isPoisoned } from '../memory/memory-failure.ts'
import { comesLater } from '../memory/since-hole.ts'
import { goOn } from '../state/interruption.ts'
import type { Kernel } from '../state/state.ts'
import { STALE } from '../state/values.ts'
import { blockOf, optimiseVmemmap, stashVmemmapFlag, unstashVmemmapFlag } from './vmemmap.ts'

/** A poisoned page is not handed out again, unless in a large folio of the page allocator, which looks at single pages only. */
const isKeptBack = (kernel: Kernel, frame: number): boolean => kernel.largeFolios === 0 && isPoisoned(kernel, frame)

/** First frame of the lowest block of frames that are all free, or `kernel.frames` if there is none. */
export const freeBlock = (kernel: Kernel): number => {
  for (let block = 0; block < kernel.frames; block += kernel.hugepage) {
    let free = true
    for (let frame = block; frame < block + kernel.hugepage; frame++)
      if (kernel.allocated[frame] === 1 || isKeptBack(kernel, frame)) free = false
    if (free) return block
  }
  return kernel.frames
}

/** alloc_folio(): a huge folio with one reference. Nothing in it resets PG_uptodate: see freeFolio(). */
export const allocateHugeFolio = (kernel: Kernel, self: number): number => {
  const folio = freeBlock(kernel)
  kernel.huge[folio] = 1
  kernel.refs[folio] = 1
  kernel.held[self * kernel.frames + folio] = 1
  goOn(kernel, self)
  for (let frame = folio; frame < folio + kernel.hugepage; frame++) {
    kernel.allocated[frame] = 1
    kernel.contents[frame] = STALE
    comesLater(kernel, frame)
  }
  return folio
}

/**
 * filemap_alloc_folio(): a folio with one reference, not up to date; of one page, or where the page cache allocates large
 * ones, of as many as a hugepage has.
 */
export const allocatePage = (kernel: Kernel, self: number): number => {
  if (kernel.largeFolios === 1) return allocateHugeFolio(kernel, self)
  const folio = freeBlock(kernel)
  kernel.refs[folio] = 1
  kernel.held[self * kernel.frames + folio] = 1
  goOn(kernel, self)
  kernel.allocated[folio] = 1
  comesLater(kernel, folio)
  return folio
}

export const hasStash = (kernel: Kernel, folio: number): boolean => kernel.stash[blockOf(kernel, folio)] === 1

/** guestmem_hugetlb_stash_metadata(). */
export const storeStash = (kernel: Kernel, folio: number): void => {
  kernel.stash[blockOf(kernel, folio)] = 1
  stashVmemmapFlag(kernel, folio)
}

/** guestmem_hugetlb_unstash_free_metadata(). */
export const eraseStash = (kernel: Kernel, folio: number): void => {
  kernel.stash[blockOf(kernel, folio)] = 0
  unstashVmemmapFlag(kernel, folio)
  if (kernel.waiting.length > 0) kernel.waiting[blockOf(kernel, folio)] = 0
}

/** guestmem_hugetlb_free_folio(): the last reference of a page whose hugepage was split leads to the worker. */
export const tagForWorker = (kernel: Kernel, folio: number): void => {
  if (kernel.tagged.length > 0 && hasStash(kernel, folio)) kernel.tagged[folio] = 1
}

/** First frame that waits for the worker, or `kernel.frames`. */
export const firstOnCleanupList = (kernel: Kernel): number => {
  for (let frame = 0; frame < kernel.cleanupList.length; frame++) if (kernel.cleanupList[frame] === 1) return frame
  return kernel.frames
}

/** The end of split_folio(): order-0 pages that start with the head's flags, with no mapping and no reference. */
export const becomePages = (kernel: Kernel, folio: number): void => {
  leaveFreeList(kernel, folio)
  kernel.huge[folio] = 0
  for (let frame = folio + 1; frame < folio + kernel.hugepage; frame++) {
    kernel.uptodate[frame] = kernel.uptodate[folio]!
    kernel.mapping[frame] = 0
  }
}

/**
 * hugetlb_folio_list_del(): takes a huge folio off whatever list it is on, be it the free list because a failed add has
 * freed it. Pages that were freed one by one are on no list of hugetlb, and stay free.
 *
 * Left out: the counters of hugetlb, which go on counting it as free (may miss allocations that fail for that).
 */
const leaveFreeList = (kernel: Kernel, folio: number): void => {
  for (let frame = folio; frame < folio + kernel.hugepage; frame++) if (kernel.allocated[frame] === 1) return
  for (let frame = folio; frame < folio + kernel.hugepage; frame++) kernel.allocated[frame] = 1
}

/** Before a merge: if some page of the hugepage is up to date, those that are not are cleared, and all count as it. */
export const clearStalePages = (kernel: Kernel, folio: number): void => {
  let some = 0
  for (let frame = folio; frame < folio + kernel.hugepage; frame++) if (kernel.uptodate[frame] === 1) some = 1
  if (some === 0) return
  for (let frame = folio; frame < folio + kernel.hugepage; frame++) {
    if (kernel.uptodate[frame] === 0) clearFrame(kernel, frame)
    kernel.uptodate[frame] = 1
  }
}

/** merge_folio(): the head's flags stay, the others become tails; the stash entry is spent. */
export const becomeHugeFolio = (kernel: Kernel, folio: number): void => {
  kernel.huge[folio] = 1
  kernel.mapping[folio] = 0
  for (let frame = folio + 1; frame < folio + kernel.hugepage; frame++) {
    kernel.uptodate[frame] = 0
    kernel.mapping[frame] = 0
    kernel.index[frame] = 0
  }
  eraseStash(kernel, folio)
  optimiseVmemmap(kernel, folio)
}
