/**
 * Folios that are split and merged where they stand in the filemap, frozen meanwhile.
 *
 * What an order-0 folio needs to become huge again is kept from its allocation to its free, so that neither direction
 * allocates any of it.
 *
 * Source: mm/hugetlb_restructuring.c (HugeTLB support on top of in-place conversion).
 */

import { folioPages } from '../memory/folio.ts'
import type { Kernel } from '../state/state.ts'

/** Only the filemap refers to the folio: hugetlb_restructuring_freeze_folio() would get it. */
export const canFreeze = (kernel: Kernel, folio: number): boolean => kernel.refs[folio] === folioPages(kernel, folio)

/** folio_ref_freeze() that works. */
export const freezeFolio = (kernel: Kernel, folio: number): void => {
  kernel.refs[folio] = 0
}

/** hugetlb_restructuring_unfreeze_folio(): a reference per page, the filemap's. */
export const unfreezeFolio = (kernel: Kernel, folio: number): void => {
  kernel.refs[folio] = folioPages(kernel, folio)
}

/** __split_folio_to_order(): order-0 folios with the head's flags, mapping and index; still frozen. */
export const splitToPages = (kernel: Kernel, folio: number): void => {
  kernel.huge[folio] = 0
  for (let i = 1; i < kernel.hugepage; i++) {
    kernel.uptodate[folio + i] = kernel.uptodate[folio]!
    kernel.mapping[folio + i] = kernel.mapping[folio]!
    kernel.index[folio + i] = kernel.index[folio]! + i
  }
}

/** The slots of a hugepage that was split each get their own page: one section under the xarray lock. */
export const storePages = (kernel: Kernel, folio: number): void => {
  for (let i = 0; i < kernel.hugepage; i++) kernel.filemap[kernel.index[folio]! + i] = 1 + folio + i
}

/** merge_entries(): every slot of the hugepage points at the first page. */
export const mergeEntries = (kernel: Kernel, first: number): void => {
  for (let i = 0; i < kernel.hugepage; i++) kernel.filemap[kernel.index[first]! + i] = 1 + first
}

/** __merge_folio_to_order(): the first page's flags stay, the others become tails; still frozen. */
export const mergeToHuge = (kernel: Kernel, first: number): void => {
  kernel.huge[first] = 1
  for (let frame = first + 1; frame < first + kernel.hugepage; frame++) {
    kernel.uptodate[frame] = 0
    kernel.mapping[frame] = 0
    kernel.index[frame] = 0
  }
}
