/**
 * Unsigned arithmetic on page indices (pgoff_t): modulo `kernel.modulus`, as the kernel's is modulo 2^64.
 */
import type { Kernel } from './state.ts'

export function plus(kernel: Kernel, index: number, pages: number): number {
  const sum = index + pages
  if (sum < kernel.modulus) return sum
  kernel.indexWrapped = 1
  return sum % kernel.modulus
}

export function minus(kernel: Kernel, index: number, pages: number): number {
  if (index >= pages) return index - pages
  kernel.indexWrapped = 1
  return index + kernel.modulus - pages
}

/** round_down(index, nr_pages_in_folio()). */
export const roundDown = (kernel: Kernel, index: number): number => index - (index % kernel.hugepage)

/** round_up(index, nr_pages_in_folio()). */
export const roundUp = (kernel: Kernel, index: number): number => roundDown(kernel, index + kernel.hugepage - 1)

/** The hugepage of the page lies in [start, start + pages) whole. */
export const hugepageLiesIn = (kernel: Kernel, page: number, start: number, pages: number): boolean =>
  roundDown(kernel, page) >= start && roundDown(kernel, page) + kernel.hugepage <= start + pages
