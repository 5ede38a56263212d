import { frameAt } from '../../../model/kernel/file/filemap.ts'
import { gfnAtPage } from '../../../model/kernel/memslots/places.ts'
import { spteFrame } from '../../../model/kernel/mmu/mmu.ts'
import type { Contract } from '../../promise.ts'

export const punchedPagesAreUnmapped: Contract = {
  kind: 'contract',
  name: 'punched-pages-are-unmapped',
  severity: 'wrong result',
  statement: 'When a hole was punched, what SPTEs and host page tables map in its range stands in the filemap.',
  source: 'kvm_gmem_punch_hole(), virt/kvm/guest_memfd.c',
  of: ['punch hole'],
  each: 'page',
  broken: ({ kernel, call }, page) => {
    if (page < call.start! || page >= call.start! + call.pages!) return false
    const pte = kernel.hostPte[page]!
    const frame = frameAt(kernel, page)
    if (pte !== 0 && pte !== frame) return true
    for (let table = 0; table < 2 * kernel.vms; table++) {
      const spte = kernel.spte[table * kernel.pages + gfnAtPage(kernel, page)]!
      if (spte !== 0 && 1 + spteFrame(spte) !== frame) return true
    }
    return false
  },
  says: page => `the hole was punched, and page ${page} is mapped to a folio that is gone`,
}
