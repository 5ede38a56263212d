/**
 * The filemap (page cache) of the inode: which folio stands at which index.
 *
 * Source: filemap_get_folio(), __filemap_add_folio(), __filemap_remove_folio(), mm/filemap.c;
 * __kvm_gmem_filemap_add_folio(), virt/kvm/guest_memfd.c.
 * Left out: shadow entries; an errno injected in place of the call.
 */
import { dropReferences, folioPages } from '../memory/folio.ts'
import { addToLruBatch } from '../memory/lru.ts'
import { nobodyDiscards } from '../memory/since-hole.ts'
import type { Kernel } from '../state/state.ts'

/** The slot at an index: 0, or 1 + the folio. Beyond the file every slot is empty. */
export const slotAt = (kernel: Kernel, index: number): number => (index < kernel.pages ? kernel.filemap[index]! : 0)

/** No folio stands at the index: filemap_get_folio() returns -ENOENT. */
export const slotIsEmpty = (kernel: Kernel, index: number): boolean => slotAt(kernel, index) === 0

/** filemap_get_folio() would return the folio; while its count is 0 the lookup starts over. */
export const slotIsGettable = (kernel: Kernel, index: number): boolean => {
  const slot = slotAt(kernel, index)
  return slot !== 0 && kernel.refs[slot - 1] !== 0
}

/** filemap_lock_folio() checks this again once it has the lock. */
export const folioStandsAt = (kernel: Kernel, folio: number, index: number): boolean =>
  kernel.mapping[folio] === 1 &&
  index >= kernel.index[folio]! &&
  index < kernel.index[folio]! + folioPages(kernel, folio)

/** XA_STATE_ORDER(): a folio of several pages is stored from a multiple of them, wherever in it the add points. */
const storedFrom = (kernel: Kernel, folio: number, index: number): number => index - (index % folioPages(kernel, folio))

/** Some slot that the folio would take holds a folio: the add fails with -EEXIST. */
export const slotsAreTaken = (kernel: Kernel, folio: number, index: number): boolean => {
  const first = storedFrom(kernel, folio, index)
  const pages = folioPages(kernel, folio)
  for (let i = 0; i < pages; i++) if (!slotIsEmpty(kernel, first + i)) return true
  return false
}

/** __kvm_gmem_filemap_add_folio() that works: a reference per page for the filemap. */
export const addToFilemap = (kernel: Kernel, folio: number, index: number): void => {
  const first = storedFrom(kernel, folio, index)
  const pages = folioPages(kernel, folio)
  kernel.refs[folio]! += pages
  kernel.mapping[folio] = 1
  kernel.index[folio] = first
  for (let i = 0; i < pages; i++) kernel.filemap[first + i] = 1 + folio
}

/** filemap_add_folio() that works, by a thread: the folio joins the thread's batch for the LRU lists. */
export const addPageToFilemap = (kernel: Kernel, self: number, folio: number, index: number): void => {
  addToFilemap(kernel, folio, index)
  kernel.addedPages[self * kernel.pages + index] = 1
  addToLruBatch(kernel, folio)
}

/**
 * __kvm_gmem_filemap_add_folio() that fails: it has taken the references and set mapping and index before it knows, then
 * clears mapping and drops the references again, which frees a folio whose count was 0.
 */
export const failToAddToFilemap = (kernel: Kernel, folio: number, index: number): void => {
  const pages = folioPages(kernel, folio)
  kernel.refs[folio]! += pages
  kernel.index[folio] = storedFrom(kernel, folio, index)
  kernel.mapping[folio] = 0
  dropReferences(kernel, folio, pages)
}

/** The same while the caller holds a reference over the call, so that a frozen folio is not freed. */
export const failToAddAndKeep = (kernel: Kernel, folio: number, index: number): void => {
  kernel.refs[folio]! += 1
  failToAddToFilemap(kernel, folio, index)
  kernel.refs[folio]! -= 1
}

/** First page of [from, end) at which a folio stands, or `end`. */
export const nextFolio = (kernel: Kernel, from: number, end: number): number => {
  let page = from
  while (page < end && slotIsEmpty(kernel, page)) page += 1
  return page
}

/** The frame of the page at an index: 0 for none, or 1 + frame. */
export const frameAt = (kernel: Kernel, index: number): number => {
  const slot = slotAt(kernel, index)
  return slot === 0 ? 0 : slot + index - kernel.index[slot - 1]!
}

/** __filemap_remove_folio(): clears slots and mapping, drops no reference, leaves index. */
export const removeFromFilemap = (kernel: Kernel, folio: number): void => {
  const pages = folioPages(kernel, folio)
  for (let i = 0; i < pages; i++) kernel.filemap[kernel.index[folio]! + i] = 0
  kernel.mapping[folio] = 0
}

/** __filemap_remove_folio() by a thread that drops the filemap's references afterwards. */
export const takeFromFilemap = (kernel: Kernel, self: number, folio: number): void => {
  if (nobodyDiscards(kernel, folio)) kernel.discarded = 1 + folio
  removeFromFilemap(kernel, folio)
  kernel.held[self * kernel.frames + folio]! += folioPages(kernel, folio)
}

/** The index of a lookup, which must lie in the file: memory behind its end is found by nobody, and freed by nobody. */
export function indexInFile(kernel: Kernel, index: number): number {
  if (index < kernel.pages) return index
  kernel.lookedUpBeyond = 1
  return 0
}
