/**
 * The contents of a frame, as a label: enough to see host data leak to the guest, and guest data lost.
 *
 * Source: clear_highpage(), folio_zero_user(); kvm_gmem_populate(), virt/kvm/guest_memfd.c.
 * Left out: which guest wrote; bytes of a page one by one; that unmapping private memory of SNP or TDX loses it until the
 * guest accepts it again (may miss losses there).
 */

import type { Kernel } from '../state/state.ts'
import { GUEST, HOST, POPULATED, SHARED, STALE, ZERO } from '../state/values.ts'
import { accessFrames } from './direct-map-entries.ts'
import { folioOf, folioPages } from './folio.ts'
import { losesData } from './since-hole.ts'

/** clear_highpage() of every page of the folio. */
export const clearFolio = (kernel: Kernel, folio: number): void => {
  const pages = folioPages(kernel, folio)
  for (let frame = folio; frame < folio + pages; frame++) clearPage(kernel, frame)
}

/** clear_highpage(). What is marked first and cleared then, under the lock, loses nothing. */
export const clearPage = (kernel: Kernel, frame: number): void => {
  const folio = folioOf(kernel, frame)
  if (kernel.uptodate[folio] === 1 && kernel.contents[frame] !== STALE) kernel.clearedUptodate = 1 + folio
  clearFrame(kernel, frame)
}

/** Part of a page is cleared: what was there is lost, and what was not zero before is not so now. */
export const clearPart = (kernel: Kernel, frame: number): void => {
  const contents = kernel.contents[frame]!
  clearPage(kernel, frame)
  if (contents < ZERO) kernel.contents[frame] = contents
}

export const clearFrame = (kernel: Kernel, frame: number): void => {
  hostWrites(kernel, frame)
  if (kernel.contents[frame]! > ZERO) kernel.wiped = 1 + frame
  kernel.contents[frame] = ZERO
  losesData(kernel, frame)
}

/** The host writes through the direct map: the firmware does not let it where the frame is that of a VM. */
const hostWrites = (kernel: Kernel, frame: number): void => {
  accessFrames(kernel, frame, 1)
  if (kernel.firmware.length > 0 && kernel.firmware[frame] !== 0) kernel.clearedAssigned = 1 + frame
}

/** The host copies a page of the initial image in. */
export const populateFrame = (kernel: Kernel, frame: number): void => {
  hostWrites(kernel, frame)
  fillFrame(kernel, frame)
}

/** The same by the firmware, which needs no copy of a page of zeroes. */
export const fillFrame = (kernel: Kernel, frame: number): void => {
  if (kernel.contents[frame]! > ZERO) kernel.overwritten = 1 + frame
  kernel.contents[frame] = POPULATED
}

/** The firmware takes what the page holds for a page of the image: it cannot tell what its last owner left there. */
export const measureFrame = (kernel: Kernel, frame: number): void => {
  const contents = kernel.contents[frame]
  if (contents === HOST || contents === ZERO) kernel.contents[frame] = POPULATED
}

/** The firmware has taken a page of the image. */
const COPIED_IN = 1
/** It is marked up to date as well, which is what counts. */
const MARKED = 2

/** @param share the kind that the page has now */
export const imageIsCopied = (kernel: Kernel, self: number, page: number, share: number): void => {
  kernel.imageDone[self * kernel.pages + page] = COPIED_IN
  kernel.imageShared[self * kernel.pages + page] = share === SHARED ? 1 : 0
}

/** The folio of the page is up to date: of a page that is copied in, the call may now tell that it is populated. */
export const imageIsMarked = (kernel: Kernel, self: number, page: number, frame: number): void => {
  const done = self * kernel.pages + page
  if (kernel.imageDone[done] !== COPIED_IN) return
  kernel.imageDone[done] = MARKED
  if (kernel.contents[frame] !== POPULATED && kernel.contents[frame] !== GUEST) kernel.imageLost = 1 + frame
}

/** The call of a thread has copied the image into the page. */
export const isCopiedIn = (kernel: Kernel, self: number, page: number): boolean =>
  kernel.imageDone[self * kernel.pages + page]! >= COPIED_IN

/** Pages that the call of a thread has populated. */
export const imagePages = (kernel: Kernel, self: number): number => {
  let done = 0
  for (let page = 0; page < kernel.pages; page++) if (kernel.imageDone[self * kernel.pages + page] === MARKED) done += 1
  return done
}
