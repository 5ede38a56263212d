/**
 * What stands in the file when a hole takes the lock: that has to be gone when the hole is done. What faults bring in
 * meanwhile is theirs. Where the inode goes, all of the file is such a hole.
 */
import type { Kernel } from '../state/state.ts'
import { CAME_LATER, HOLDS_DATA, STANDS, ZERO } from '../state/values.ts'
import { frameAt, slotAt } from './filemap.ts'

/** A hole is about to be punched in [start, end). Spent once the call has returned. @param by 1 + the thread that calls; 0 for no call */
export const rememberHole = (kernel: Kernel, start: number, end: number, by: number): void => {
  kernel.holeOf = by
  for (let frame = 0; frame < kernel.frames; frame++) kernel.sinceHole[frame] = CAME_LATER
  for (let page = start; page < end; page++) {
    const frame = frameAt(kernel, page) - 1
    if (frame >= 0) kernel.sinceHole[frame] = kernel.contents[frame]! > ZERO ? HOLDS_DATA : STANDS
  }
  for (let page = 0; page < kernel.pages; page++) kernel.filemapBefore[page] = slotAt(kernel, page)
}

/** The ghosts above: spent once the call has returned. */
export const hole = ['sinceHole', 'filemapBefore', 'holeOf'] as const

interface Returning {
  readonly kernel: Kernel
  readonly self: number
}

/**
 * Whether it is the hole of a thread that returns. Who was refused before it took the lock has none, and who does something
 * behind it is not judged once the next hole has begun (may miss what it left there).
 */
export const isItsHole = ({ kernel, self }: Returning): boolean => kernel.holeOf === 1 + self

/** Whether nobody else needs what is remembered of a hole when a thread returns. */
export const nobodyElsesHole = (returning: Returning): boolean => returning.kernel.holeOf === 0 || isItsHole(returning)

/** The page had a folio when the hole took its lock, and has none now. */
export const wasRemoved = (kernel: Kernel, page: number): boolean =>
  kernel.filemapBefore[page] !== 0 && slotAt(kernel, page) === 0

/** What stands at the page stood there when the hole took its lock; as far as anybody looked. */
export const stoodBefore = (kernel: Kernel, page: number): boolean => {
  const frame = frameAt(kernel, page) - 1
  return frame >= 0 && kernel.sinceHole[frame] !== CAME_LATER
}

/** It holds the data that it held then. */
export const heldBefore = (kernel: Kernel, page: number): boolean => {
  if (!stoodBefore(kernel, page)) return false
  const frame = frameAt(kernel, page) - 1
  return kernel.sinceHole[frame] !== STANDS && kernel.contents[frame]! > ZERO
}
