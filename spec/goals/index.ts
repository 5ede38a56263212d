/**
 * Goals: states that must be reachable, so that promises are not kept by doing nothing.
 */

import { slotAt } from '../../model/kernel/file/filemap.ts'
import { failureMutexIsFree } from '../../model/kernel/memory/memory-failure.ts'
import { spteIsHuge } from '../../model/kernel/mmu/mmu.ts'
import { POPULATED, SHARED } from '../../model/kernel/state/values.ts'
import type { Reachable, Seen } from '../promise.ts'

/** Some page stands in a folio that is huge (1) or order-0 (0), and nobody restructures it. */
const someFolioRests = ({ kernel }: Seen, huge: number): boolean => {
  if (kernel.invalidateWriter !== 0) return false
  for (let page = 0; page < kernel.pages; page++) {
    const slot = slotAt(kernel, page)
    if (slot !== 0 && kernel.huge[slot - 1] === huge) return true
  }
  return false
}

export const goals: readonly Reachable[] = [
  {
    kind: 'goal',
    name: 'mixed-hugepage',
    statement: 'A hugepage has private and shared pages.',
    source: 'RFC v2 38/51',
    reached: ({ kernel }) => {
      for (let page = 1; page < kernel.pages; page++)
        if (page % kernel.hugepage !== 0 && kernel.share[page] !== kernel.share[page - 1]) return true
      return false
    },
  },
  {
    kind: 'goal',
    name: 'split-hugepage',
    statement: 'A hugepage stands in the filemap as order-0 folios, and nobody restructures it.',
    source: 'RFC v2 38/51',
    reached: seen => someFolioRests(seen, 0),
  },
  {
    kind: 'goal',
    name: 'merged-hugepage',
    statement: 'A hugepage stands in the filemap as one huge folio, and nobody restructures it.',
    source: 'RFC v2 38/51',
    reached: seen => someFolioRests(seen, 1),
  },
  {
    kind: 'goal',
    name: 'huge-guest-mapping',
    statement: 'A huge SPTE is installed.',
    source: 'kvm_tdp_mmu_map()',
    reached: ({ kernel }) => {
      for (let cell = 0; cell < kernel.spte.length; cell++) if (spteIsHuge(kernel.spte[cell]!)) return true
      return false
    },
  },
  {
    kind: 'goal',
    name: 'host-mapping',
    statement: 'A host page table maps a shared page.',
    source: 'finish_fault()',
    reached: ({ kernel }) => {
      for (let page = 0; page < kernel.pages; page++)
        if (kernel.hostPte[page] !== 0 && kernel.share[page] === SHARED) return true
      return false
    },
  },
  {
    kind: 'goal',
    name: 'stale-fault',
    statement: 'A fault is in flight whose snapshot of the sequence is out of date.',
    source: 'is_page_fault_stale()',
    reached: ({ kernel }) => kernel.seqMoved !== 0,
  },
  {
    kind: 'goal',
    name: 'injected-failure',
    statement: 'A failure was injected, and no call is in flight that holds the invalidate lock for write.',
    source: 'the environment',
    reached: ({ kernel }) => kernel.failuresLeft < kernel.failures && kernel.invalidateWriter === 0,
  },
  {
    kind: 'goal',
    name: 'guest-mapping',
    statement: 'An SPTE is installed.',
    source: 'kvm_tdp_mmu_map()',
    reached: ({ kernel }) => {
      for (let cell = 0; cell < kernel.spte.length; cell++) if (kernel.spte[cell] !== 0) return true
      return false
    },
  },
  {
    kind: 'goal',
    name: 'populated-page',
    statement: 'A page in the filemap holds the initial image and is up to date.',
    source: 'kvm_gmem_populate()',
    reached: ({ kernel }) => {
      for (let page = 0; page < kernel.pages; page++) {
        const slot = slotAt(kernel, page)
        if (slot !== 0 && kernel.uptodate[slot - 1] === 1 && kernel.contents[slot - 1] === POPULATED) return true
      }
      return false
    },
    ghosts: ['contents'],
  },
  {
    kind: 'goal',
    name: 'poisoned-page',
    statement: 'A frame broke, and memory failure has dealt with it.',
    source: 'memory_failure()',
    reached: ({ kernel }) => {
      if (!failureMutexIsFree(kernel)) return false
      for (let frame = 0; frame < kernel.hwpoison.length; frame++) if (kernel.hwpoison[frame] === 1) return true
      return false
    },
  },
  {
    kind: 'goal',
    name: 'collected-hugepage',
    statement: 'Every frame is free, and some hugepage of theirs is whole.',
    source: 'guestmem_hugetlb_cleanup_workfn(), mm/guestmem_hugetlb.c (RFC v2 35/51)',
    reached: ({ kernel }) => {
      let whole = false
      for (let frame = 0; frame < kernel.frames; frame++) {
        if (kernel.allocated[frame] === 1) return false
        if (kernel.huge[frame] === 1) whole = true
      }
      return whole
    },
  },
]
