import { shareOf } from '../../../../model/kernel/attributes/shareability.ts'
import { gfnAtPage } from '../../../../model/kernel/memslots/places.ts'
import { spteAt, spteIsHuge } from '../../../../model/kernel/mmu/mmu.ts'
import { PRIVATE, SHARED } from '../../../../model/kernel/state/values.ts'
import type { Invariant } from '../../../promise.ts'
import { unlessInvalidateLockIsWritten } from '../../../when.ts'

export const sharedPagesHaveNoPrivateSpte: Invariant = {
  kind: 'invariant',
  name: 'shared-pages-have-no-private-spte',
  severity: 'guest memory',
  statement: 'No private SPTE maps a page that the host may use.',
  source: 'RFC v2 38/51, kvm_gmem_unmap_private(); is_page_fault_stale(), arch/x86/kvm/mmu/mmu.c',
  holds: unlessInvalidateLockIsWritten,
  each: 'page',
  broken: ({ kernel }, page) => {
    const head = page - (page % kernel.hugepage)
    for (let vm = 0; vm < kernel.vms; vm++) {
      if (shareOf(kernel, vm, page) !== SHARED) continue
      if (spteAt(kernel, vm, PRIVATE, gfnAtPage(kernel, page)) !== 0 || spteIsHuge(spteAt(kernel, vm, PRIVATE, head)))
        return true
    }
    return false
  },
  says: page => `page ${page} is shared, and a private SPTE maps it`,
}
