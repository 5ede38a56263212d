/**
 * The host process: one VMA over the file, its PTEs, and what long-term users pin through them.
 *
 * Source: unmap_mapping_pages(), mm/memory.c; try_grab_folio(), mm/gup.c.
 * Left out: page-table locks: PTEs of a range are zapped in one step (a page that GUP-fast pins
 * between two of them is as if pinned before the first).
 */
import { dropReferences, folioOf, folioPages, giveAway, putFolio } from '../memory/folio.ts'
import { COUNTED } from '../state/kinds/frames.ts'
import type { Kernel } from '../state/state.ts'

/** A host access or madvise() finds no VMA: there is none, or munmap() has taken it from the address space. */
export const noVma = (kernel: Kernel): boolean =>
  kernel.vma === 0 || (kernel.vmaDetached.length > 0 && kernel.vmaDetached[0] === 1)

/**
 * The page table walk of unmap_mapping_pages() over [start, start + pages): each PTE's reference is dropped. Behind the end
 * of the file there are none.
 */
export const zapHostPtes = (kernel: Kernel, start: number, pages: number): void => {
  for (let page = start; page < start + pages && page < kernel.pages; page++) {
    const pte = kernel.hostPte[page]!
    if (pte === 0) continue
    kernel.hostPte[page] = 0
    dropReferences(kernel, folioOf(kernel, pte - 1), 1)
  }
}

/** folio_mapcount(): PTEs that map a page of the folio. */
export const hostMappings = (kernel: Kernel, folio: number): number => {
  const last = folio + folioPages(kernel, folio)
  let mappings = 0
  for (let page = 0; page < kernel.pages; page++)
    if (kernel.hostPte[page]! > folio && kernel.hostPte[page]! <= last) mappings += 1
  return mappings
}

/** folio_mapped(). */
export const isHostMapped = (kernel: Kernel, folio: number): boolean => hostMappings(kernel, folio) > 0

/** A PTE holds a reference on the folio: not so where it stands for a bare pfn. */
const isCounted = (kernel: Kernel, frame: number): boolean =>
  kernel.frameKind.length === 0 || kernel.frameKind[frame] === COUNTED

/** zap_pte_range() over [start, start + pages): the gather of the thread takes over the references of the PTEs. */
export const gatherHostPtes = (kernel: Kernel, self: number, start: number, pages: number): void => {
  for (let page = start; page < start + pages; page++) {
    const pte = kernel.hostPte[page]!
    if (pte === 0) continue
    kernel.hostPte[page] = 0
    if (isCounted(kernel, pte - 1)) kernel.held[self * kernel.frames + folioOf(kernel, pte - 1)]! += 1
  }
}

/** tlb_finish_mmu(): the gather drops its references. */
export const dropGathered = (kernel: Kernel, self: number): void => {
  for (let folio = 0; folio < kernel.frames; folio++) {
    const gathered = kernel.held[self * kernel.frames + folio]!
    for (let i = 0; i < gathered; i++) putFolio(kernel, self, folio)
  }
}

/** A host fault has found the VMA, and keeps munmap() from it; only in worlds with munmap(). */
export const enterVma = (kernel: Kernel, self: number): void => {
  if (kernel.vmaReaders.length > 0) kernel.vmaReaders[0]! |= 1 << self
}

/** The host fault is over. */
export const leaveVma = (kernel: Kernel, self: number): void => {
  if (kernel.vmaReaders.length > 0) kernel.vmaReaders[0]! &= ~(1 << self)
}

/** finish_fault(): the PTE takes over the reference that the thread holds on the folio. */
export const installHostPte = (kernel: Kernel, self: number, page: number, frame: number): void => {
  giveAway(kernel, self, folioOf(kernel, frame), 1)
  kernel.hostPte[page] = 1 + frame
}

/** The reference that the thread holds on the folio becomes a pin of one of its frames. */
export const keepPin = (kernel: Kernel, self: number, frame: number): void => {
  giveAway(kernel, self, folioOf(kernel, frame), 1)
  kernel.pins[frame]! += 1
}

/** unpin_user_page(). */
export const dropPin = (kernel: Kernel, frame: number): void => {
  kernel.pins[frame]! -= 1
  dropReferences(kernel, folioOf(kernel, frame), 1)
}
