/**
 * TLBs of vCPUs: what an SPTE mapped may be reached until they are flushed. Where zap and flush are one step, nothing is owed.
 *
 * Source: kvm_mmu_unmap_gfn_range(), which returns whether a flush is owed; kvm_flush_remote_tlbs(), virt/kvm/kvm_main.c.
 */
import type { Kernel } from '../state/state.ts'

/** The frame was unmapped from a VM, and no TLB was flushed yet. */
export const oweFlush = (kernel: Kernel, vm: number, frame: number): void => {
  kernel.unflushed[frame] = 1 + vm
}

/** kvm_flush_remote_tlbs(). */
export const flushTlbs = (kernel: Kernel, vm: number): void => {
  for (let frame = 0; frame < kernel.frames; frame++)
    if (kernel.unflushed[frame] === 1 + vm) kernel.unflushed[frame] = 0
}

/** An invalidation of the VM ends: nobody flushes behind it. */
export const tellUnflushed = (kernel: Kernel, vm: number): void => {
  for (let frame = 0; frame < kernel.frames; frame++)
    if (kernel.unflushed[frame] === 1 + vm) kernel.leftUnflushed = 1 + frame
}

/** The frame is freed, and its next owner shares it with whoever still has it in a TLB. */
export const tellFreedUnflushed = (kernel: Kernel, frame: number): void => {
  if (kernel.unflushed[frame] !== 0) kernel.leftUnflushed = 1 + frame
}
