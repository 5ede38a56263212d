import { hasBinding } from '../../../model/kernel/memslots/memslots.ts'
import { endPageOf, firstPageOf, slotOf } from '../../../model/kernel/memslots/places.ts'
import { EEXIST, EINVAL } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const memslotsAreNotRefused: Contract = {
  kind: 'contract',
  name: 'memslots-are-not-refused',
  severity: 'wrong result',
  statement:
    'A new memslot is refused with -EEXIST or -EINVAL only where it is there already, or another one is bound to a page of it.',
  source: 'kvm_gmem_bind(), virt/kvm/guest_memfd.c: xa_find() from the first page to the last',
  of: ['create memslot'],
  each: 'world',
  broken: ({ kernel, call }) => {
    const slot = slotOf(kernel, call.vm!, call.second!)
    const isRefused = call.result === EEXIST || call.result === EINVAL
    // A memslot that is there already is refused before anything is bound.
    if (!isRefused || kernel.slotAllocated[slot] === 1) return false
    return !hasBinding(kernel, call.vm!, firstPageOf(kernel, slot), endPageOf(kernel, slot))
  },
  says: () => 'the memslot was refused, and no other one is bound to its pages',
}
