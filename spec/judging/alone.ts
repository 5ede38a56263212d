/**
 * Promises about calls that run alone.
 */
import type { Promised } from '../promise.ts'

/** The promise as a world of so many threads has it: beside others, one about calls that run alone binds no operation. */
export const boundIn = <P extends Promised>(promise: P, threads: number): P =>
  promise.kind === 'contract' && promise.alone && threads > 1 ? { ...promise, of: [] } : promise
