/**
 * Bricks of direct map scenarios: sizes, calls, and the states in which they begin.
 */
import type { Call } from '../../../checker/declare.ts'
import { ABSENT } from '../../kernel/memory/direct-map-entries.ts'
import type { Bounds, Environment, Kernel, Part } from '../../kernel/state/state.ts'
import { POPULATED, SHARED } from '../../kernel/state/values.ts'

export const sizes = (pages: number, threads: number, failures = 0, folio = 1): Bounds => ({
  pages,
  hugepage: folio,
  frames: pages + folio,
  threads,
  vms: 1,
  failures,
})

export const entriesOf = (directMapEntry: number, ...parts: readonly Part[]): Environment => ({
  tdxHoldsReferences: false,
  directMapEntry,
  ...(parts.length > 0 && { parts }),
})

export const getPfn = (pages: readonly number[], times = 1): Call => ({
  operation: 'get pfn',
  args: pages.map(gfn => ({ gfn, vm: 0 })),
  times,
})
export const splitFolio = (page: number): Call => ({ operation: 'split folio', args: [{ page }], times: 1 })
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
/** The file is closed, and released once nobody uses it any more. */
export const close: readonly Call[] = [
  { operation: 'close', args: [{ vm: 0 }], times: 1 },
  { operation: 'release', args: [{ vm: 0 }], times: 1 },
]

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
  kernel.huge[folio] = kernel.largeFolios
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

/** The VM's file is open, and bound to a memslot that vCPUs see. */
export const bound = (kernel: Kernel): void => {
  kernel.fileRefs[0] = 1
  kernel.fileListed[0] = 1
  kernel.slotVisible[0] = 1
  kernel.slotAllocated[0] = 1
  kernel.slotFile[0] = 1
  for (let page = 0; page < kernel.pages; page++) kernel.bindings[page] = 1
}

/** The host maps the file, whose memory is shared. */
export const mapped = (kernel: Kernel): void => {
  kernel.vma = 1
  kernel.share.fill(SHARED)
}

export const start =
  (...steps: readonly ((kernel: Kernel) => void)[]) =>
  (kernel: Kernel): void => {
    fresh(kernel)
    for (const step of steps) step(kernel)
  }
