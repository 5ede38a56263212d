/**
 * Options that say where a search is cut, and how it is made.
 */
import { InputError } from '../../../checker/declare.ts'
import type { SearchBounds } from '../../run/search/job.ts'

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

/** @throws InputError where there is nothing to compare */
export function refuseAuditAlone({ audit, reduce }: Pick<BoundsOptions, 'audit' | 'reduce'>): void {
  if (audit && !reduce)
    throw new InputError('--audit compares a reduced search with that of all states\ngive --reduce, too')
}

/** @throws InputError when the options ask for what cannot be had together */
export const boundsOf = (asked: BoundsOptions): SearchBounds => {
  refuseAuditAlone(asked)
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
