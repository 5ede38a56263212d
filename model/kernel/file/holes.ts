/**
 * Memory of a hugepage that a hole covers in part: it is cleared where it is.
 *
 * Source: kvm_gmem_zero_range(), virt/kvm/guest_memfd.c (RFC v2 33/51); folio_zero_segment(), include/linux/highmem.h.
 */

import { folioPages } from '../memory/folio.ts'
import { losesData } from '../memory/since-hole.ts'
import type { Kernel } from '../state/state.ts'
import { PRIVATE, ZERO } from '../state/values.ts'
import { slotIsEmpty } from './filemap.ts'
import { isRegistered } from './firmware.ts'

/** offset_in_folio() of the end of the range, in pages; where it is 0 the folio's size. */
const pagesToClear = (kernel: Kernel, folio: number, end: number): number => {
  const pages = folioPages(kernel, folio)
  const offset = end % pages
  return offset === 0 ? pages : offset
}

/** folio_zero_segment(folio, 0, ...): from the start of the folio, whatever the start of the range. */
export const clearFromStart = (kernel: Kernel, self: number, folio: number, start: number, end: number): void => {
  const first = kernel.index[folio]!
  for (let page = first; page < start; page++)
    if (kernel.contents[folio + page - first]! > ZERO) kernel.clearedBeside = 1 + page
  clearPages(kernel, self, folio, 0, pagesToClear(kernel, folio, end))
}

/** The pages of the folio that lie in [start, end). */
export const clearWithin = (kernel: Kernel, self: number, folio: number, start: number, end: number): void => {
  const first = kernel.index[folio]!
  clearPages(kernel, self, folio, start > first ? start - first : 0, pagesToClear(kernel, folio, end))
}

/** madvise(MADV_REMOVE) reaches [start, end): told if a private page stands there. */
export const tellPrivateAdvised = (kernel: Kernel, start: number, end: number): void => {
  for (let page = start; page < end; page++)
    if (!slotIsEmpty(kernel, page) && kernel.share[page] === PRIVATE) kernel.privateAdvised = 1 + page
}

/** Some page of [start, end) is private. */
export const reachesPrivate = (kernel: Kernel, start: number, end: number): boolean => {
  for (let page = start; page < end; page++) if (kernel.share[page] === PRIVATE) return true
  return false
}

const clearPages = (kernel: Kernel, self: number, folio: number, from: number, to: number): void => {
  const owner = kernel.folioLock[folio]!
  if (owner !== 0 && owner !== 1 + self) kernel.clearedUnderLock = 1 + folio
  for (let frame = folio + from; frame < folio + to; frame++) {
    if (isRegistered(kernel, frame)) kernel.clearedAssigned = 1 + frame
    kernel.contents[frame] = ZERO
    losesData(kernel, frame)
  }
}
