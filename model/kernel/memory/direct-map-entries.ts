/**
 * Changing entries of the direct map.
 *
 * A large entry that a change covers only in part is split first, which allocates and may fail; what was changed before
 * stays changed. An entry, once split, is never merged again.
 *
 * Source: set_direct_map_valid_noflush(), __change_page_attr_set_clr(), arch/x86/mm/pat/set_memory.c.
 * Left out: cpa_lock, taken per entry: a call is one step (may miss bugs between two entries); other architectures, which
 * may fail in the middle of any range (may miss bugs there); the flush that a split brings (may report a stale TLB that
 * was flushed by chance).
 */
import type { Kernel } from '../state/state.ts'

/** The pages and the state that a request asks for. */
export const ABSENT = 0
export const PRESENT = 1

/** Whether the world has a direct map: elsewhere every frame is reached through a mapping that nobody changes. */
export const hasDirectMap = (kernel: Kernel): boolean => kernel.directMapEntry > 0

/** Some entry must be split: memory may run out. */
export const mustSplitEntry = (kernel: Kernel, first: number, pages: number): boolean =>
  firstPartlyCovered(kernel, first, pages) < first + pages

/** set_direct_map_valid_noflush() that works. Frames beyond the last one are nobody's here. */
export const setDirectMap = (kernel: Kernel, first: number, pages: number, state: number): void => {
  if (!hasDirectMap(kernel)) return
  for (let frame = first; frame < first + pages && frame < kernel.frames; frame++) {
    if (isPartlyCovered(kernel, frame, first, pages)) kernel.largeEntry[Math.floor(frame / kernel.directMapEntry)] = 0
    if (state === ABSENT && kernel.hole[frame] === 0) kernel.staleTlb[frame] = 1
    kernel.hole[frame] = state === ABSENT ? 1 : 0
  }
}

/** set_direct_map_valid_noflush() that fails with -ENOMEM: the leading part up to the entry it cannot split is changed. */
export const failToSetDirectMap = (kernel: Kernel, first: number, pages: number, state: number): void => {
  const stop = firstPartlyCovered(kernel, first, pages)
  setDirectMap(kernel, first, stop - first, state)
}

/** flush_tlb_kernel_range() over the frames. */
export const flushTlb = (kernel: Kernel, first: number, pages: number): void => {
  if (!hasDirectMap(kernel)) return
  for (let frame = first; frame < first + pages && frame < kernel.frames; frame++) kernel.staleTlb[frame] = 0
}

/** The kernel reads or writes the frames through the direct map. */
export const accessFrames = (kernel: Kernel, first: number, pages: number): void => {
  if (!hasDirectMap(kernel)) return
  for (let frame = first; frame < first + pages; frame++) if (kernel.hole[frame] === 1) kernel.oopsHole = 1 + frame
}

const firstPartlyCovered = (kernel: Kernel, first: number, pages: number): number => {
  for (let frame = first; frame < first + pages && frame < kernel.frames; frame++)
    if (isPartlyCovered(kernel, frame, first, pages)) return frame
  return first + pages
}

const isPartlyCovered = (kernel: Kernel, frame: number, first: number, pages: number): boolean => {
  if (!hasDirectMap(kernel)) return false
  const head = frame - (frame % kernel.directMapEntry)
  const isLarge = kernel.largeEntry[Math.floor(frame / kernel.directMapEntry)] === 1
  return isLarge && (head < first || head + kernel.directMapEntry > first + pages)
}
