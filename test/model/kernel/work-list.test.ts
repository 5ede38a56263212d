import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemFrom, itemPages, nextRun, runEnd, withItem } from '../../../model/kernel/mmu/work-list.ts'
import { kernelOf } from './kernel.ts'

const PAGES = 8

/** The items of a request, as kvm_gmem_convert_compute_work() finds them: first page and pages of each. */
const itemsOf = (share: readonly number[], start: number, end: number, target: number): [number, number][] => {
  const kernel = kernelOf({ pages: PAGES })
  kernel.share.set(share)
  let work = 0
  for (let next = start; nextRun(kernel, next, end, target) < end; ) {
    const run = nextRun(kernel, next, end, target)
    next = runEnd(kernel, run, end, target)
    work = withItem(work, run, next)
  }
  const items: [number, number][] = []
  for (let item = itemFrom(kernel, work, 0); item < PAGES; item = itemFrom(kernel, work, item + itemPages(work, item)))
    items.push([item, itemPages(work, item)])
  return items
}

describe('the work list of a conversion', () => {
  it('has an item for each run of pages that are not yet as wanted, clipped to the request', () => {
    expect(itemsOf([0, 0, 1, 0, 0, 0, 1, 0], 1, 6, 1)).toEqual([
      [1, 1],
      [3, 3],
    ])
  })

  it('is empty if every page is as wanted', () => expect(itemsOf([1, 1, 1, 1, 0, 0, 0, 0], 0, 4, 1)).toEqual([]))

  it('reaches to the end of the file', () => expect(itemsOf([1, 1, 1, 1, 1, 1, 1, 0], 0, 8, 1)).toEqual([[7, 1]]))

  it('holds just those pages, and no two items touch', () => {
    const shares = fc.array(fc.nat(1), { minLength: PAGES, maxLength: PAGES })
    fc.assert(
      fc.property(shares, fc.nat(PAGES - 1), fc.nat(PAGES), fc.nat(1), (share, start, length, target) => {
        const end = Math.min(start + length, PAGES)
        const items = itemsOf(share, start, end, target)
        const pages = items.flatMap(([item, pages]) => Array.from({ length: pages }, (_, i) => item + i))
        const wanted = share.flatMap((is, page) => (is !== target && page >= start && page < end ? [page] : []))
        expect(pages).toEqual(wanted)
        for (const [i, [item]] of items.entries())
          if (i > 0) expect(item).toBeGreaterThan(items[i - 1]![0] + items[i - 1]![1])
      }),
    )
  })
})
