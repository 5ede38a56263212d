/**
 * Defaults of scenarios without hugepages: sizes, what takes part, initial states, and threads by what they do.
 */
import { type Call, each } from '../../../checker/declare.ts'
import type { Bounds, Environment, Kernel, Part } from '../../kernel/state/state.ts'
import { GUEST, HOST, SHARED, STALE, ZERO } from '../../kernel/state/values.ts'

/** A file of so many pages, with a spare frame. */
export const pagesOf = (pages: number, threads: number, failures = 0, vms = 1): Bounds => ({
  pages,
  hugepage: 1,
  frames: pages + 1,
  threads,
  vms,
  failures,
})

export const withParts = (...parts: readonly Part[]): Environment => ({ tdxHoldsReferences: false, parts })

/** The page is allocated, and no guest has it yet. */
export const allocated = (kernel: Kernel, page: number): number => {
  let frame = 0
  while (kernel.allocated[frame] === 1) frame += 1
  kernel.allocated[frame] = 1
  kernel.refs[frame] = 1
  kernel.mapping[frame] = 1
  kernel.index[frame] = page
  kernel.filemap[page] = 1 + frame
  kernel.contents[frame] = STALE
  return frame
}

/** The page is allocated, cleared, and registered for VM 0 where there is a firmware. */
export const prepared = (kernel: Kernel, page: number): number => {
  const frame = allocated(kernel, page)
  kernel.uptodate[frame] = 1
  kernel.contents[frame] = ZERO
  if (kernel.firmware.length > 0) kernel.firmware[frame] = 1
  return frame
}

/** The page is prepared, and VM 0 has written to it. */
export const written = (kernel: Kernel, page: number): void => {
  kernel.contents[prepared(kernel, page)] = GUEST
}

/** The page is private, and the host wrote to it while it was shared. */
export const hostImage = (kernel: Kernel, page: number): void => {
  const frame = prepared(kernel, page)
  if (kernel.firmware.length > 0) kernel.firmware[frame] = 0
  kernel.contents[frame] = HOST
}

/** The page is shared, and the host has prepared it. */
export const sharedPage = (kernel: Kernel, page: number): void => {
  const frame = prepared(kernel, page)
  if (kernel.firmware.length > 0) kernel.firmware[frame] = 0
  kernel.share[page] = SHARED
}

export const punch = (start: number, pages: number): Call => ({
  operation: 'punch hole',
  args: [{ start, pages }],
  times: 1,
})
export const populatePages = (start: number, pages: number, vm = 0, times = 1): Call => ({
  operation: 'populate',
  args: [{ start, pages, vm }],
  times,
})
/** A frame breaks. */
export const breakFrame = (frame: readonly number[], times = 1): Call => ({
  operation: 'memory failure',
  args: each({ frame }),
  times,
})
export const declare = (start: number, pages: number, share: number, vm = 0): Call => ({
  operation: 'set attributes',
  args: [{ start, pages, share, vm }],
  times: 1,
})
export const guestWrites = (gfn: readonly number[], kind: number, times = 1): Call => ({
  operation: 'guest write',
  args: each({ gfn, kind: [kind] }),
  times,
})
export const hostWrites = (page: readonly number[]): Call => ({
  operation: 'host write',
  args: each({ page }),
  times: 1,
})
/** An access of one of the VMs. */
export const faultOf = (vm: readonly number[], gfn: readonly number[], kind: number, times = 1): Call => ({
  operation: 'guest fault',
  args: each({ vm, gfn, kind: [kind] }),
  times,
})
