/**
 * Bricks of direct map scenarios: sizes, calls, and the states in which they begin.
 */
import type { Call } from '../../checker/declare.ts'
import { ABSENT } from '../direct-map/set-direct-map.ts'
import type { Bounds, Environment, Kernel } from '../kernel/state.ts'
import { POPULATED } from '../kernel/words.ts'

export const sizes = (pages: number, threads: number, failures = 0, folio = 1): Bounds => ({
  pages,
  hugepage: folio,
  frames: pages + folio,
  threads,
  vms: 1,
  failures,
})

export const entriesOf = (directMapEntry: number): Environment => ({ tdxHoldsReferences: false, directMapEntry })

export const getPfn = (pages: readonly number[], times = 1): Call => ({
  operation: 'get pfn',
  args: pages.map(page => ({ page })),
  times,
})
export const onPage = (operation: string, ...pages: readonly number[]): Call => ({
  operation,
  args: pages.map(page => ({ page })),
  times: 1,
})
export const setRange = (start: number, end: number, ...states: readonly number[]): Call => ({
  operation: 'set direct map',
  args: states.map(state => ({ start, end, state })),
  times: 1,
})
export const setFolio = (start: number, end: number, ...states: readonly number[]): Call => ({
  operation: 'set folio direct map',
  args: states.map(state => ({ start, end, state })),
  times: 1,
})
/** Removes the entry of page 0 or of page 1. */
export const removeOne: Call = {
  operation: 'set folio direct map',
  args: [0, 1].map(page => ({ start: page, end: page, state: ABSENT })),
  times: 1,
}
export const release: Call = { operation: 'release and evict', times: 1 }

/** Every block of frames has a large entry. */
const fresh = (kernel: Kernel): void => {
  for (let block = 0; block < kernel.largeEntry.length; block++) kernel.largeEntry[block] = 1
}

/** The pages deviate from the default. */
export const recorded =
  (...pages: readonly number[]) =>
  (kernel: Kernel): void => {
    for (const page of pages) kernel.deviates[page] = 1
  }

/** The folio of a page is allocated, its pages one after the other from the lowest free frame on. */
const allocated = (kernel: Kernel, page: number): number => {
  let folio = 0
  while (kernel.allocated[folio] === 1) folio += kernel.hugepage
  kernel.huge[folio] = 1
  kernel.refs[folio] = kernel.hugepage
  kernel.mapping[folio] = 1
  kernel.index[folio] = page
  for (let i = 0; i < kernel.hugepage; i++) {
    kernel.allocated[folio + i] = 1
    kernel.filemap[page + i] = 1 + folio
  }
  return folio
}

/**
 * The folio of a page is in use, as recorded. Its entries were removed page by page; or as a whole, by way of large ones
 * that it covers.
 */
export const inUse = (kernel: Kernel, page: number, asAWhole = false): void => {
  const folio = allocated(kernel, page)
  kernel.uptodate[folio] = 1
  kernel.holeMark[folio] = 1
  for (let i = 0; i < kernel.hugepage; i++) {
    kernel.contents[folio + i] = POPULATED
    kernel.hole[folio + i] = kernel.deviates[page + i] === 1 ? 0 : 1
    if (!asAWhole) kernel.largeEntry[Math.floor((folio + i) / kernel.directMapEntry)] = 0
  }
}

export const start =
  (...steps: readonly ((kernel: Kernel) => void)[]) =>
  (kernel: Kernel): void => {
    fresh(kernel)
    for (const step of steps) step(kernel)
  }
