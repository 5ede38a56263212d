import { spteFrame, spteIsHuge } from '../../../model/kernel/mmu/mmu.ts'
import { STALE } from '../../../model/kernel/state/values.ts'
import type { Invariant } from '../../promise.ts'
import { always } from '../../when.ts'

export const guestSeesNoStaleData: Invariant = {
  kind: 'invariant',
  name: 'guest-sees-no-stale-data',
  severity: 'guest memory',
  statement: 'No SPTE maps a frame that holds what its last owner left there.',
  source: 'kvm_gmem_prepare_folio(), virt/kvm/guest_memfd.c, comment: so that no host data leaks',
  holds: always,
  each: 'page',
  broken: ({ kernel }, page) => {
    for (let table = 0; table < 2 * kernel.vms; table++) {
      const spte = kernel.spte[table * kernel.pages + page]!
      if (spte === 0) continue
      const last = spteFrame(spte) + (spteIsHuge(spte) ? kernel.hugepage : 1)
      for (let frame = spteFrame(spte); frame < last; frame++)
        if (kernel.allocated[frame] === 1 && kernel.contents[frame] === STALE) return true
    }
    return false
  },
  says: page => `an SPTE maps gfn ${page} to memory that still holds data of its last owner`,
  ghosts: ['contents'],
}
