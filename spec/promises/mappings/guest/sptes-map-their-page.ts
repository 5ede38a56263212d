import { folioOf } from '../../../../model/kernel/memory/folio.ts'
import { pageAtGfn } from '../../../../model/kernel/memslots/places.ts'
import { spteFrame } from '../../../../model/kernel/mmu/mmu.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import type { Invariant } from '../../../promise.ts'
import { always } from '../../../when.ts'

export const sptesMapTheirPage: Invariant = {
  kind: 'invariant',
  name: 'sptes-map-their-page',
  severity: 'guest memory',
  statement: 'An SPTE maps the page of the file that its memslot has at the gfn.',
  source: 'kvm_gmem_get_index(), folio_file_pfn(), virt/kvm/guest_memfd.c',
  holds: always,
  each: 'page',
  broken: ({ kernel }, gfn) => {
    for (let table = 0; table < 2 * kernel.vms; table++) {
      const spte = kernel.spte[table * kernel.pages + gfn]!
      if (spte !== 0 && isOfAnother(kernel, spteFrame(spte), pageAtGfn(kernel, gfn))) return true
    }
    return false
  },
  says: gfn => `an SPTE maps gfn ${gfn} to another page of the file than its memslot has there`,
}

/** The frame is in use, and of another page. What is free, or has left the file, is another promise's business. */
const isOfAnother = (kernel: Kernel, frame: number, page: number): boolean => {
  const folio = folioOf(kernel, frame)
  return kernel.allocated[frame] === 1 && kernel.mapping[folio] === 1 && kernel.index[folio]! + frame - folio !== page
}
