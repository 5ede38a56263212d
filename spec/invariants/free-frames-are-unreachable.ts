import { folioOf } from '../../model/kernel/folio.ts'
import { spteFrame, spteIsHuge } from '../../model/kernel/mmu.ts'
import type { Kernel } from '../../model/kernel/state.ts'
import type { Invariant } from '../promise.ts'
import { always } from '../when.ts'

export const freeFramesAreUnreachable: Invariant = {
  kind: 'invariant',
  name: 'free-frames-are-unreachable',
  statement: 'A free frame is in no folio, filemap slot, SPTE or host PTE.',
  source: 'folio_put(), mm/swap.c: what is freed may be allocated again at once',
  holds: always,
  each: 'frame',
  broken: ({ kernel }, frame) => kernel.allocated[frame] === 0 && reachFrom(kernel, frame) !== '',
  says: (frame, { kernel }) => `frame ${frame} is free, and ${reachFrom(kernel, frame)}`,
}

/** How a frame can still be reached; '' if it cannot. */
const reachFrom = (kernel: Kernel, frame: number): string => {
  const folio = folioOf(kernel, frame)
  if (kernel.huge[folio] === 1)
    for (let other = folio; other < folio + kernel.hugepage; other++)
      if (kernel.allocated[other] === 1) return 'belongs to a huge folio of which other frames are not'
  for (let page = 0; page < kernel.pages; page++) {
    if (kernel.filemap[page] === 1 + frame) return 'stands in the filemap'
    if (kernel.hostPte[page] === 1 + frame) return 'a host page table maps it'
    for (let table = 0; table < 2 * kernel.vms; table++) {
      const spte = kernel.spte[table * kernel.pages + page]!
      if (spte === 0) continue
      const first = spteFrame(spte)
      if (frame >= first && frame < first + (spteIsHuge(spte) ? kernel.hugepage : 1)) return 'an SPTE maps it'
    }
  }
  return ''
}
