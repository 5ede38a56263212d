/**
 * Bricks for initial states. Each leaves the kernel as its own operations would have.
 */
import { folioOf } from '../../kernel/memory/folio.ts'
import { gfnAtPage } from '../../kernel/memslots/places.ts'
import { installSpte } from '../../kernel/mmu/mmu.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { LEVEL_4K, LEVEL_HUGE, PRIVATE, SHARED, STALE, ZERO } from '../../kernel/state/values.ts'

/** The pages are shared. */
export const shared = (kernel: Kernel, start: number, pages = 1): void => {
  for (let page = start; page < start + pages; page++) kernel.share[page] = SHARED
}

/** The hugepage at `page` is allocated as one huge folio, prepared or not. */
export const mergedHugepage = (kernel: Kernel, page: number, prepared = 0): void => {
  const folio = takeBlock(kernel, prepared)
  kernel.huge[folio] = 1
  kernel.refs[folio] = kernel.hugepage
  kernel.mapping[folio] = 1
  kernel.index[folio] = page
  kernel.uptodate[folio] = prepared
  for (let i = 0; i < kernel.hugepage; i++) kernel.filemap[page + i] = 1 + folio
}

/** The hugepage at `page` is allocated and split, its pages prepared or not. */
export const splitHugepage = (kernel: Kernel, page: number, prepared = 0): void => {
  const first = takeBlock(kernel, prepared)
  kernel.stash[first / kernel.hugepage] = 1
  for (let i = 0; i < kernel.hugepage; i++) {
    kernel.refs[first + i] = 1
    kernel.mapping[first + i] = 1
    kernel.index[first + i] = page + i
    kernel.uptodate[first + i] = prepared
    kernel.filemap[page + i] = 1 + first + i
  }
}

/** A VMA maps the file. */
export const mapped = (kernel: Kernel): void => {
  kernel.vma = 1
}

/** A host page table maps the page: an order-0 folio, prepared. */
export const hostMaps = (kernel: Kernel, page: number): void => {
  mapped(kernel)
  kernel.hostPte[page] = 1 + frameOf(kernel, page)
  kernel.refs[frameOf(kernel, page)]! += 1
}

/** The page is pinned once. */
export const pinned = (kernel: Kernel, page: number): void => {
  kernel.pins[frameOf(kernel, page)]! += 1
  kernel.refs[folioOf(kernel, frameOf(kernel, page))]! += 1
}

/** An SPTE of VM 0 maps the page with its own shareability: huge if its folio is and the page is private. */
export const guestMaps = (kernel: Kernel, page: number): void => guestMapsIn(kernel, 0, page)

/** The same in another VM. */
export const guestMapsIn = (kernel: Kernel, vm: number, page: number): void => {
  const frame = frameOf(kernel, page)
  const huge = kernel.huge[folioOf(kernel, frame)] === 1 && kernel.share[page] === PRIVATE
  installSpte(kernel, vm, kernel.share[page]!, gfnAtPage(kernel, page), frame, huge ? LEVEL_HUGE : LEVEL_4K)
}

const frameOf = (kernel: Kernel, page: number): number => {
  const folio = kernel.filemap[page]! - 1
  return folio + page - kernel.index[folio]!
}

const takeBlock = (kernel: Kernel, prepared: number): number => {
  let folio = 0
  while (kernel.allocated[folio] === 1) folio += kernel.hugepage
  for (let frame = folio; frame < folio + kernel.hugepage; frame++) {
    kernel.allocated[frame] = 1
    kernel.contents[frame] = prepared === 1 ? ZERO : STALE
  }
  return folio
}
