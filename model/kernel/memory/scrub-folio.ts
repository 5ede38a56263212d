/**
 * The page allocator takes back a freed folio whose direct map entries may have been changed.
 *
 * Source: free_pages_prepare(), free_page_is_bad(), mm/page_alloc.c.
 */
import type { Kernel } from '../state/state.ts'
import { STALE } from '../state/values.ts'
import { isPoisoned } from './memory-failure.ts'

/** A page with PG_private is a bad page. One with PG_hwpoison, if order 0, is kept from being used again. */
export const scrubFolio = (kernel: Kernel, folio: number, pages: number): void => {
  if (kernel.holeMark[folio] === 1) kernel.badPage = 1 + folio
  kernel.holeMark[folio] = 0
  kernel.uptodate[folio] = 0
  for (let frame = folio; frame < folio + pages; frame++) {
    kernel.contents[frame] = STALE
    kernel.handedOut[frame] = 0
  }
  if (isPoisoned(kernel, folio) && pages === 1) kernel.allocated[folio] = 1
}
