/**
 * The owner of a frame, as the firmware knows it: the RMP of SNP.
 *
 * Source: sev_gmem_prepare(), sev_gmem_invalidate(), rmp_make_private(), rmp_make_shared(), arch/x86/kvm/svm/sev.c.
 * Left out: the gfn and level that an entry also holds: a wrong gfn is told when the entry is made; VMs without SNP: a world
 * without firmware has no entries.
 */

import { folioOf, folioPages } from '../memory/folio.ts'
import { gfnAtPage } from '../memslots/places.ts'
import type { Kernel } from '../state/state.ts'
import { slotAt } from './filemap.ts'

/** sev_gmem_prepare(): assigns the frames that are not assigned yet, whoever they are assigned to. */
export const registerFolio = (kernel: Kernel, vm: number, folio: number): void =>
  registerFrames(kernel, vm, folio, folioPages(kernel, folio))

/** The same of so many frames from one on: there may be fewer. */
export const registerFrames = (kernel: Kernel, vm: number, first: number, count: number): void => {
  for (let frame = first; frame < Math.min(first + count, kernel.firmware.length); frame++)
    if (kernel.firmware[frame] === 0) kernel.firmware[frame] = 1 + vm
}

/** The firmware is told at which gfn a frame is: that of the page whose folio it belongs to. */
export const tellGfn = (kernel: Kernel, frame: number, gfn: number): void => {
  if (kernel.firmware.length === 0) return
  const folio = frame >= 0 && frame < kernel.frames ? folioOf(kernel, frame) : -1
  if (folio < 0 || kernel.mapping[folio] === 0 || gfn !== gfnAtPage(kernel, kernel.index[folio]! + frame - folio))
    kernel.assignedAstray = 1 + gfn
}

/** The firmware refuses to launch a page that is assigned already. */
export const isRegistered = (kernel: Kernel, frame: number): boolean =>
  kernel.firmware.length > 0 && kernel.firmware[frame] !== 0

/** Some VM but this one owns the first frame of the folio. */
export const isAssignedElsewhere = (kernel: Kernel, vm: number, folio: number): boolean =>
  isRegistered(kernel, folio) && kernel.firmware[folio] !== 1 + vm

/** kvm_arch_gmem_make_shared() of the pages in [start, end): their frames belong to the host again. */
export const reclaimPages = (kernel: Kernel, start: number, end: number): void => {
  if (kernel.firmware.length === 0) return
  for (let page = start; page < end; page++) {
    const slot = slotAt(kernel, page)
    if (slot !== 0) kernel.firmware[slot - 1 + page - kernel.index[slot - 1]!] = 0
  }
}

/** sev_gmem_invalidate(): the frames of the folio belong to the host again. */
export const reclaimFolio = (kernel: Kernel, folio: number): void =>
  reclaimFrames(kernel, folio, folioPages(kernel, folio))

/** The same of so many frames from one on: there may be fewer. */
export const reclaimFrames = (kernel: Kernel, first: number, count: number): void => {
  for (let frame = first; frame < Math.min(first + count, kernel.firmware.length); frame++) kernel.firmware[frame] = 0
}
