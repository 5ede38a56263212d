import { folioOf, folioPages, REFERENCES_SATURATED } from '../../../model/kernel/memory/folio.ts'
import { spteAt, spteFrame, spteIsHuge } from '../../../model/kernel/mmu/mmu.ts'
import { REFERENCED } from '../../../model/kernel/mmu/unmap-failures.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { PRIVATE } from '../../../model/kernel/state/values.ts'
import type { Invariant } from '../../promise.ts'
import { always } from '../../when.ts'

export const referencesHaveOwners: Invariant = {
  kind: 'invariant',
  name: 'references-have-owners',
  severity: 'wrong result',
  statement: 'A reference count is the sum of its owners, or 0 while the folio is frozen or free.',
  source: 'include/linux/page_ref.h; mm/filemap.c: a reference per page for the filemap',
  holds: always,
  each: 'frame',
  shows: ['held'],
  broken: ({ kernel }, frame) => {
    if (kernel.refs[frame] === 0 || kernel.refs[frame] === REFERENCES_SATURATED) return false
    return folioOf(kernel, frame) !== frame || kernel.refs[frame] !== ownersOf(kernel, frame)
  },
  says: (frame, { kernel }) =>
    `the folio at frame ${frame} counts ${kernel.refs[frame]} references, and has ${ownersOf(kernel, frame)} owners`,
}

/** Filemap slots, host PTEs, pins, calls in flight, and SPTEs where TDX holds references for them. */
const ownersOf = (kernel: Kernel, folio: number): number => {
  const last = folio + folioPages(kernel, folio)
  let owners = 0
  for (let page = 0; page < kernel.pages; page++) {
    if (kernel.filemap[page] === 1 + folio) owners += 1
    const pte = kernel.hostPte[page]!
    if (pte > folio && pte <= last) owners += 1
    if (kernel.tdxHoldsReferences === 0) continue
    for (let vm = 0; vm < kernel.vms; vm++) {
      const spte = spteAt(kernel, vm, PRIVATE, page)
      if (spte !== 0 && spteFrame(spte) >= folio && spteFrame(spte) < last)
        owners += spteIsHuge(spte) ? kernel.hugepage : 1
    }
  }
  for (let frame = folio; frame < last; frame++) {
    owners += kernel.pins[frame]!
    if (kernel.lostFrames.length > 0 && kernel.lostFrames[frame] === REFERENCED) owners += 1
    if (kernel.lruBatch.length > 0) owners += kernel.lruBatch[frame]!
    if (kernel.failureHeld.length > 0) owners += kernel.failureHeld[frame]!
    for (let thread = 0; thread < kernel.threads; thread++) owners += kernel.held[thread * kernel.frames + frame]!
  }
  return owners
}
