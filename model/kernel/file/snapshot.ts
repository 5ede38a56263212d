/**
 * A ghost copy of the state at the moment convert takes the lock; its contracts compare with it when convert returns.
 */

import { frameMapped } from '../mmu/mmu.ts'
import type { Kernel } from '../state/state.ts'
import { PRIVATE } from '../state/values.ts'
import { slotAt } from './filemap.ts'

export const rememberState = (kernel: Kernel): void => {
  for (let page = 0; page < kernel.pages; page++) {
    const slot = slotAt(kernel, page)
    kernel.shareBefore[page] = 1 + kernel.share[page]!
    kernel.filemapBefore[page] = slot
    kernel.uptodateBefore[page] = slot === 0 ? 0 : kernel.uptodate[slot - 1]!
  }
  for (let frame = 0; frame < kernel.frames; frame++) kernel.hugeBefore[frame] = kernel.huge[frame]!
  for (let vm = 0; vm < kernel.vms; vm++) {
    kernel.invalidatingBefore[vm] = kernel.invalidating[vm]!
    for (let page = 0; page < kernel.privateBefore.length / kernel.vms; page++)
      kernel.privateBefore[vm * kernel.pages + page] = frameMapped(kernel, vm, PRIVATE, page)
  }
}

/**
 * Nothing of a conversion is judged by what was there before: it has not taken the lock, or another that has not returned
 * while this one held it.
 */
export const forgetState = (kernel: Kernel): void => {
  for (const name of snapshot) kernel[name].fill(0)
}

/** Whether there is something to compare with at a page. */
export const isRemembered = (kernel: Kernel, page: number): boolean => kernel.shareBefore[page] !== 0

/** The ghosts above: spent once convert has returned. */
export const snapshot = [
  'shareBefore',
  'filemapBefore',
  'uptodateBefore',
  'hugeBefore',
  'invalidatingBefore',
  'privateBefore',
] as const
