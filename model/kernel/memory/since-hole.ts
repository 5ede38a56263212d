/**
 * What became of a frame since a hole took its lock, as far as frames know.
 */
import type { Kernel } from '../state/state.ts'
import { CAME_LATER, HOLDS_DATA, STANDS, UNKNOWN } from '../state/values.ts'

/** The frame is allocated anew. */
export const comesLater = (kernel: Kernel, frame: number): void => {
  if (kernel.sinceHole[frame] !== UNKNOWN) kernel.sinceHole[frame] = CAME_LATER
}

/** No hole is punched, and the inode stays: nobody has asked that pages go. */
export const nobodyDiscards = (kernel: Kernel, frame: number): boolean => kernel.sinceHole[frame] === UNKNOWN

/** The frame is cleared. */
export const losesData = (kernel: Kernel, frame: number): void => {
  if (kernel.sinceHole[frame] === HOLDS_DATA) kernel.sinceHole[frame] = STANDS
}

/** The frame is freed for good, as huge folios are not. Where the file still has its folio, it stands there as before. */
export const leaves = (kernel: Kernel, frame: number): void => {
  if (kernel.sinceHole[frame] === UNKNOWN) return
  for (let page = 0; page < kernel.pages; page++) if (kernel.filemap[page] === 1 + frame) return
  kernel.sinceHole[frame] = CAME_LATER
}
