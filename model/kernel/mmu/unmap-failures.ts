/**
 * Private pages that the TDX module did not give back when they were unmapped.
 *
 * Only in worlds with such failures.
 *
 * Source: tdx_sept_remove_private_spte(), arch/x86/kvm/vmx/tdx.c; thread of "KVM: TDX: Increase/decrease folio ref for huge
 * pages", 2025-06.
 */

import { folioOf } from '../memory/folio.ts'
import type { Kernel } from '../state/state.ts'
import { PRIVATE } from '../state/values.ts'
import { frameMapped } from './mmu.ts'

/** The page is marked. */
const FLAGGED = 1
/** TDX keeps a reference of its own on the page, for good. */
export const REFERENCED = 2

/** First frame that the VM maps privately in [start, end), or `kernel.frames`. */
export const firstPrivateFrame = (kernel: Kernel, vm: number, start: number, end: number): number => {
  for (let page = start; page < end; page++) {
    const frame = frameMapped(kernel, vm, PRIVATE, page)
    if (frame !== 0) return frame - 1
  }
  return kernel.frames
}

export const flagFrame = (kernel: Kernel, frame: number): void => {
  kernel.lostFrames[frame] = FLAGGED
}

export const keepReference = (kernel: Kernel, frame: number): void => {
  kernel.lostFrames[frame] = REFERENCED
  kernel.refs[folioOf(kernel, frame)]! += 1
}

/** Some page of [start, end) was not given back. */
export const someFrameIsLost = (kernel: Kernel, start: number, end: number): boolean => {
  for (let page = start; page < end; page++) {
    const slot = kernel.filemap[page]!
    if (slot !== 0 && kernel.lostFrames[slot - 1 + page - kernel.index[slot - 1]!]! !== 0) return true
  }
  return false
}
