/**
 * The mark of a folio whose entries were removed: PG_private (RFC v3), or a flag in folio->private (v7 and later). A world
 * that leaves the direct map alone keeps none.
 */

import { hasDirectMap } from '../memory/direct-map-entries.ts'
import type { Kernel } from '../state/state.ts'

export const isMarked = (kernel: Kernel, folio: number): boolean => hasDirectMap(kernel) && kernel.holeMark[folio] === 1

export const mark = (kernel: Kernel, folio: number): void => {
  if (hasDirectMap(kernel)) kernel.holeMark[folio] = 1
}

export const clearMark = (kernel: Kernel, folio: number): void => {
  if (hasDirectMap(kernel)) kernel.holeMark[folio] = 0
}
