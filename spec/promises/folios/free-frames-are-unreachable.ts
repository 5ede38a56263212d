import { folioOf } from '../../../model/kernel/memory/folio.ts'
import { spteFrame, spteIsHuge } from '../../../model/kernel/mmu/mmu.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import type { Invariant } from '../../promise.ts'
import { always } from '../../when.ts'

export const freeFramesAreUnreachable: Invariant = {
  kind: 'invariant',
  name: 'free-frames-are-unreachable',
  severity: 'use after free',
  statement: 'A free frame, or one that waits for the worker, is in no folio, filemap slot, SPTE or host PTE.',
  source: 'folio_put(), mm/swap.c: what is freed may be allocated again at once',
  holds: always,
  each: 'frame',
  broken: ({ kernel }, frame) => isFree(kernel, frame) && wayTo(kernel, frame) !== 0,
  says: (frame, { kernel }) => `frame ${frame} is free, and ${WAYS[wayTo(kernel, frame)]}`,
}

const isFree = (kernel: Kernel, frame: number): boolean =>
  kernel.allocated[frame] === 0 || (kernel.cleanupList.length > 0 && kernel.cleanupList[frame] === 1)

const WAYS = [
  'cannot be reached',
  'belongs to a huge folio of which other frames are not',
  'stands in the filemap',
  'a host page table maps it',
  'an SPTE maps it',
]

/** How a frame can still be reached: an index into the words above. */
const wayTo = (kernel: Kernel, frame: number): number => {
  const folio = folioOf(kernel, frame)
  if (kernel.huge[folio] === 1)
    for (let other = folio; other < folio + kernel.hugepage; other++) if (kernel.allocated[other] === 1) return 1
  for (let page = 0; page < kernel.pages; page++) {
    if (kernel.filemap[page] === 1 + frame) return 2
    if (kernel.hostPte[page] === 1 + frame) return 3
    for (let table = 0; table < 2 * kernel.vms; table++) {
      const spte = kernel.spte[table * kernel.pages + page]!
      if (spte === 0) continue
      const first = spteFrame(spte)
      if (frame >= first && frame < first + (spteIsHuge(spte) ? kernel.hugepage : 1)) return 4
    }
  }
  return 0
}
