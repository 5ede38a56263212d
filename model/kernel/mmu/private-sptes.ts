/**
 * Private SPTEs at the ends of a range: huge ones that reach beyond it have to be split before a part is zapped.
 *
 * Source: kvm_split_cross_boundary_leafs(), arch/x86/kvm/mmu/tdp_mmu.c (TDX huge pages RFC v2).
 */

import type { Kernel } from '../state/state.ts'
import { PRIVATE } from '../state/values.ts'
import { splitSpte, spteAt, spteIsHuge, tableOf } from './mmu.ts'

/** The hugepage at `head` is mapped by one private SPTE, and [start, end) covers only a part of it. */
const crosses = (kernel: Kernel, vm: number, head: number, start: number, end: number): boolean =>
  spteIsHuge(spteAt(kernel, vm, PRIVATE, head)) &&
  head < end &&
  head + kernel.hugepage > start &&
  (head < start || head + kernel.hugepage > end)

/** Some private SPTE of the VM must be split before [start, end) can be zapped, which takes memory. */
export const someSpteCrosses = (kernel: Kernel, vm: number, start: number, end: number): boolean => {
  for (let head = 0; head < kernel.pages; head += kernel.hugepage)
    if (crosses(kernel, vm, head, start, end)) return true
  return false
}

/** kvm_split_cross_boundary_leafs() that works. */
export const splitCrossingSptes = (kernel: Kernel, vm: number, start: number, end: number): void => {
  for (let head = 0; head < kernel.pages; head += kernel.hugepage)
    if (crosses(kernel, vm, head, start, end)) splitSpte(kernel, tableOf(kernel, vm, PRIVATE) + head)
}
