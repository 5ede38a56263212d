/**
 * Pages that no guest has.
 */
import { slotAt } from '../../../model/kernel/file/filemap.ts'
import { gfnAtPage } from '../../../model/kernel/memslots/places.ts'
import { spteAt } from '../../../model/kernel/mmu/mmu.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { PRIVATE, ZERO } from '../../../model/kernel/state/values.ts'

/** The page holds nothing, no VM maps it or was given it, and no fault is in flight that may have prepared it. */
export const isUnused = (kernel: Kernel, page: number): boolean => {
  const slot = slotAt(kernel, page)
  if (slot !== 0 && kernel.contents[slot - 1]! > ZERO) return false
  if (slot !== 0 && kernel.handedOut.length > 0 && kernel.handedOut[slot - 1] === 1) return false
  for (let vm = 0; vm < kernel.vms; vm++)
    if (kernel.faulting[vm] !== 0 || spteAt(kernel, vm, PRIVATE, gfnAtPage(kernel, page)) !== 0) return false
  return true
}
