import { spteFrame, spteIsHuge } from '../../../../model/kernel/mmu/mmu.ts'
import type { Invariant } from '../../../promise.ts'
import { whileNoFrameBreaks } from '../../../when.ts'

export const poisonedPagesAreNotMapped: Invariant = {
  kind: 'invariant',
  name: 'poisoned-pages-are-not-mapped',
  severity: 'guest memory',
  statement: 'No SPTE maps a frame that broke, once memory failure has dealt with it.',
  source: 'kvm_gmem_error_folio(), virt/kvm/guest_memfd.c: kvm_gmem_get_pfn() returns -EHWPOISON afterwards',
  holds: whileNoFrameBreaks,
  each: 'page',
  broken: ({ kernel }, page) => {
    if (kernel.hwpoison.length === 0) return false
    for (let table = 0; table < 2 * kernel.vms; table++) {
      const spte = kernel.spte[table * kernel.pages + page]!
      if (spte === 0) continue
      const last = spteFrame(spte) + (spteIsHuge(spte) ? kernel.hugepage : 1)
      for (let frame = spteFrame(spte); frame < last; frame++) if (kernel.hwpoison[frame] === 1) return true
    }
    return false
  },
  says: page => `an SPTE maps gfn ${page} to a frame that broke`,
}
