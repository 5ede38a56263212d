/**
 * Where a mapping of the file begins, in memory and in the file.
 */
import { bytesOf } from '../state/page-size.ts'

/** @param which 0 or 1: of two mappings, neither of which begins in both at 0 */
export const mappedFrom = (which: number): { readonly address: number; readonly page: number } => ({
  address: bytesOf(1 - which),
  page: which,
})
