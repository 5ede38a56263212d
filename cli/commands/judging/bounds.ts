/**
 * Options that say where a search is cut, and how it is made.
 */
import type { SearchBounds } from '../../search/job.ts'

export interface BoundsOptions {
  readonly time?: number
  readonly memory?: number
  readonly depth?: number
  readonly preemptions?: number
  readonly first?: true
  readonly audit?: true
  readonly exact?: true
  readonly reduce?: true
}

const MIB = 2 ** 20

export const boundsOf = (asked: BoundsOptions): SearchBounds => {
  const { time, memory, depth, preemptions, first, audit, exact, reduce } = asked
  return {
    ...(time !== undefined && { seconds: time }),
    ...(memory !== undefined && { bytes: memory * MIB }),
    ...(depth !== undefined && { depth }),
    ...(preemptions !== undefined && { preemptions }),
    ...(first && { stopAtFirst: true }),
    ...(audit && { audit: true }),
    ...(exact && { exact: true }),
    ...(reduce && { reduce: true }),
  }
}
