/**
 * The record of pages whose direct map entry deviates from the default, a hole.
 *
 * Source: struct kvm_gmem_inode_private, __kvm_gmem_update_xarray(), virt/kvm/guest_memfd.c (RFC v3 2, 3/6).
 * Left out: default_direct_map_state, which is always false.
 */

import { ABSENT, flushTlb, hasDirectMap, PRESENT, setDirectMap } from '../memory/direct-map-entries.ts'
import { folioPages } from '../memory/folio.ts'
import type { Kernel } from '../state/state.ts'
import { isMarked } from './mark.ts'

/** __xa_erase() for the default, else __xa_store(). */
export const recordState = (kernel: Kernel, page: number, state: number): void => {
  if (hasDirectMap(kernel)) kernel.deviates[page] = state === ABSENT ? 0 : 1
}

/** The state that the record asks for. */
export const recordedState = (kernel: Kernel, page: number): number =>
  hasDirectMap(kernel) && kernel.deviates[page] === 1 ? PRESENT : ABSENT

/** xa_find(): the first deviating page from `page` to `last`, or 1 + `last` if there is none. */
export const findDeviating = (kernel: Kernel, page: number, last: number): number => {
  for (let index = page; index <= last; index++) if (recordedState(kernel, index) === PRESENT) return index
  return last + 1
}

/**
 * Gives the pages from `start` to `end` back the entries that the record asks for. Those that a change has reached are
 * split as far as they need be, so that nothing here can fail.
 */
export const applyRecord = (kernel: Kernel, start: number, end: number): void => {
  for (let page = start; page <= end && page < kernel.pages; page++) {
    const slot = kernel.filemap[page]!
    if (slot === 0 || kernel.uptodate[slot - 1] === 0) continue
    const frame = slot - 1 + page - kernel.index[slot - 1]!
    const isHole = recordedState(kernel, page) === ABSENT ? 1 : 0
    if (kernel.hole[frame] === isHole) continue
    setDirectMap(kernel, frame, 1, recordedState(kernel, page))
    flushTlb(kernel, frame, 1)
  }
}

/** A request to change the direct map: the first and the last page, and the state they are to have. */
export interface Request {
  readonly start: number
  readonly end: number
  readonly state: number
}

/** 1 + the last page of the request that is not recorded as it asks, or 0. */
export const unrecordedPage = (kernel: Kernel, { start, end, state }: Request): number => {
  for (let page = end; page >= start; page--) if (recordedState(kernel, page) !== state) return 1 + page
  return 0
}

/** 1 + the last page in use whose entry is not as the request asks, or 0. */
export const unmadePage = (kernel: Kernel, { start, end, state }: Request): number => {
  const isHole = state === ABSENT ? 1 : 0
  for (let page = end; page >= start; page--) {
    const frame = frameInUse(kernel, page)
    if (frame < kernel.frames && kernel.hole[frame] !== isHole) return 1 + page
  }
  return 0
}

/** 1 + the last page in use whose entry the request takes away, and a TLB may still hold, or 0. */
export const cachedPage = (kernel: Kernel, { start, end, state }: Request): number => {
  for (let page = end; page >= start; page--) {
    const frame = frameInUse(kernel, page)
    if (state === ABSENT && frame < kernel.frames && kernel.staleTlb[frame] === 1) return 1 + page
  }
  return 0
}

/** A change has succeeded, and is about to drop its lock. */
export const tellLeft = (kernel: Kernel, request: Request): void => {
  kernel.leftUnrecorded = unrecordedPage(kernel, request)
  kernel.leftUnmade = unmadePage(kernel, request)
  kernel.leftCached = cachedPage(kernel, request)
}

/**
 * The frame of a page whose folio was prepared, its entries changed by the fault as well, and which nobody has locked;
 * behind the last frame if there is none.
 */
const frameInUse = (kernel: Kernel, page: number): number => {
  const slot = page < kernel.pages ? kernel.filemap[page]! : 0
  const folio = slot - 1
  const isInUse = slot !== 0 && kernel.uptodate[folio] === 1 && isMarked(kernel, folio)
  return isInUse && kernel.folioLock[folio] === 0 ? folio + page - kernel.index[folio]! : kernel.frames
}

/** Entries of `pages` frames from `first` in the folio are changed: tells of frames behind it that are not the next pages of the file. */
export const tellForeign = (kernel: Kernel, folio: number, first: number, pages: number): void => {
  const page = kernel.index[folio]! + first - folio
  for (let i = 0; i < pages; i++)
    if (first + i >= folio + folioPages(kernel, folio) && !standsAt(kernel, first + i, page + i))
      kernel.changedForeignEntry = 1 + first + i
}

const standsAt = (kernel: Kernel, frame: number, page: number): boolean => {
  const slot = page < kernel.pages ? kernel.filemap[page]! : 0
  return slot !== 0 && slot - 1 + page - kernel.index[slot - 1]! === frame
}

/** A page is about to be handed out, its folio locked. While the record changes, its entry may be either way. */
export const tellHandedOut = (kernel: Kernel, folio: number, page: number): void => {
  if (!hasDirectMap(kernel)) return
  const frame = folio + page - kernel.index[folio]!
  if (kernel.handedOut.length > 0) kernel.handedOut[frame] = 1
  if (kernel.removesEntries === 0 || kernel.recording !== 0) return
  if (kernel.recordsPages === 1 && recordedState(kernel, page) !== ABSENT) return
  if (kernel.hole[frame] === 0) kernel.handedOutMapped = 1 + frame
  else if (kernel.staleTlb[frame] === 1) kernel.handedOutCached = 1 + frame
}

/** The call is going to change the record. */
export const startRecording = (kernel: Kernel, self: number): void => {
  kernel.recording |= 1 << self
}

export const endRecording = (kernel: Kernel, self: number): void => {
  kernel.recording &= ~(1 << self)
}

/** xa_lock(). */
export const takeXaLock = (kernel: Kernel, self: number): void => {
  if (kernel.released === 1) kernel.usedReleased = 1
  kernel.xaLock = 1 + self
}

/** xa_unlock(). */
export const dropXaLock = (kernel: Kernel, self: number): void => {
  if (kernel.xaLock !== 1 + self) kernel.unlockedUnheld = 1
  kernel.xaLock = 0
}
