import { shareOf } from '../../../../model/kernel/attributes/shareability.ts'
import { gfnAtPage } from '../../../../model/kernel/memslots/places.ts'
import { spteAt } from '../../../../model/kernel/mmu/mmu.ts'
import { PRIVATE, SHARED } from '../../../../model/kernel/state/values.ts'
import type { Invariant } from '../../../promise.ts'
import { unlessInvalidateLockIsWritten } from '../../../when.ts'

export const privatePagesHaveNoSharedSpte: Invariant = {
  kind: 'invariant',
  name: 'private-pages-have-no-shared-spte',
  severity: 'guest memory',
  statement: 'No shared SPTE maps a page that only the guest may use.',
  source: 'zapping must not rely on notifiers, since memory may not be mapped to userspace (RFC v2 04/51, comment)',
  holds: unlessInvalidateLockIsWritten,
  each: 'page',
  broken: ({ kernel }, page) => {
    for (let vm = 0; vm < kernel.vms; vm++)
      if (shareOf(kernel, vm, page) === PRIVATE && spteAt(kernel, vm, SHARED, gfnAtPage(kernel, page)) !== 0)
        return true
    return false
  },
  says: page => `page ${page} is private, and a shared SPTE maps it`,
}
