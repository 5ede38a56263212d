/**
 * The list of ranges that one conversion has to convert, as a mask of pages.
 *
 * Items are the runs of pages whose shareability differs from the target, clipped to the request. Two items never touch,
 * so that the mask tells them apart; they are in index order. An item is named by its first page.
 *
 * Source: struct conversion_work, kvm_gmem_convert_compute_work(), virt/kvm/guest_memfd.c (RFC v2 04/51).
 */
import type { Kernel } from '../state/state.ts'

/** First page at or after `from` and before `end` whose shareability is not `share`; `end` if there is none. */
export const nextRun = (kernel: Kernel, from: number, end: number, share: number): number => {
  for (let page = from; page < end; page++) if (kernel.share[page] !== share) return page
  return end
}

/** End of the run that starts at `start`. */
export const runEnd = (kernel: Kernel, start: number, end: number, share: number): number => {
  let page = start
  while (page < end && kernel.share[page] !== share) page += 1
  return page
}

/** The mask with [start, end) added as an item. */
export const withItem = (work: number, start: number, end: number): number => {
  let mask = work
  for (let page = start; page < end; page++) mask |= 1 << page
  return mask
}

/** First page of the first item at or after `from`, or `pages` if there is none. */
export const itemFrom = (kernel: Kernel, work: number, from: number): number => {
  for (let page = from; page < kernel.pages; page++) if (((work >> page) & 1) === 1) return page
  return kernel.pages
}

/** A mask is one byte, a bit per page. */
const MOST_PAGES = 8

/** Pages of the item that starts at `item`. */
export const itemPages = (work: number, item: number): number => {
  let end = item
  while (end < MOST_PAGES && ((work >> end) & 1) === 1) end += 1
  return end - item
}
