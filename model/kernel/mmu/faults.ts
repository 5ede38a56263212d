/**
 * Guest faults in flight: their snapshot of the invalidation sequence.
 *
 * The sequence is no counter here: one bit per fault says whether it has moved since the fault's snapshot.
 *
 * Source: kvm_mmu_faultin_pfn(), is_page_fault_stale(), arch/x86/kvm/mmu/mmu.c.
 */
import type { Kernel } from '../state/state.ts'

/** Snapshot of kvm->mmu_invalidate_seq. */
export const startFault = (kernel: Kernel, self: number, vm: number, kind: number, gfn: number): void => {
  kernel.faulting[vm]! |= 1 << self
  kernel.seqMoved &= ~(1 << self)
  kernel.faultGfn[self * 2 + kind] = 1 + gfn
}

/** The fault is over, however it went. */
export const endFault = (kernel: Kernel, self: number, vm: number, kind: number): void => {
  kernel.faulting[vm]! &= ~(1 << self)
  kernel.seqMoved &= ~(1 << self)
  kernel.faultGfn[self * 2 + kind] = 0
  kernel.zappedSince &= ~(1 << self)
}
