/**
 * Defaults of scenarios: hugepages of two pages, one VM, no failure; and threads by what they do.
 */
import { type Call, each, type Thread } from '../../../checker/declare.ts'
import type { Bounds, Environment } from '../../kernel/state/state.ts'
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'

/**
 * A file of so many hugepages of two pages, with the frames for it and for `spare` more hugepages.
 *
 * Requests of most scenarios start at the second hugepage: a rollback that starts at 0 wraps, and would hide the rest.
 */
export const sizes = (hugepages: number, threads: number, failures = 0, spare = 0): Bounds => ({
  pages: 2 * hugepages,
  hugepage: 2,
  frames: 2 * (hugepages + spare),
  threads,
  vms: 1,
  failures,
})

/** A VM whose firmware takes no references: SNP, TDX as merged, or software-protected. */
export const anyVm: Environment = { tdxHoldsReferences: false }

/** TDX that holds a reference per mapped private page. */
export const tdxWithReferences: Environment = { tdxHoldsReferences: true }

export const thread = (name: string, ...calls: readonly Call[]): Thread => ({ name, calls })

export const toShared = (start: number, pages: number, times = 1): Call => ({
  operation: 'convert',
  args: [{ start, pages, share: SHARED }],
  times,
})
export const toPrivate = (start: number, pages: number, times = 1): Call => ({
  operation: 'convert',
  args: [{ start, pages, share: PRIVATE }],
  times,
})
export const allocate = (start: number, pages: number): Call => ({
  operation: 'allocate',
  args: [{ start, pages }],
  times: 1,
})
/** A guest access to one of the gfns, of any of the kinds. */
export const guestFault = (gfn: readonly number[], kind: readonly number[], times = 1): Call => ({
  operation: 'guest fault',
  args: each({ gfn, kind }),
  times,
})
export const hostFault = (page: readonly number[], times = 1): Call => ({
  operation: 'host fault',
  args: each({ page }),
  times,
})
export const pin = (page: readonly number[]): Call => ({ operation: 'pin', args: each({ page }), times: 1 })
export const unpin = (frame: readonly number[]): Call => ({ operation: 'unpin', args: each({ frame }), times: 1 })
export const speculate = (frame: readonly number[], times = 1): Call => ({
  operation: 'speculative reference',
  args: each({ frame }),
  times,
})
