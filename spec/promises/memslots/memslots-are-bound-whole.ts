import { boundAt, slotOf } from '../../../model/kernel/memslots/memslots.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const memslotsAreBoundWhole: Contract = {
  kind: 'contract',
  name: 'memslots-are-bound-whole',
  statement: 'A memslot that was created is bound at every page of its range.',
  source: 'kvm_gmem_bind(), virt/kvm/guest_memfd.c',
  of: ['create memslot'],
  each: 'page',
  broken: ({ kernel, call }, page) =>
    page >= kernel.slotFirst &&
    call.result === OK &&
    kernel.fileRefs[call.vm!]! > 0 &&
    boundAt(kernel, call.vm!, page) !== 1 + slotOf(kernel, call.vm!, call.second!),
  says: page => `the memslot was created, and is not bound at page ${page}: faults there fail with -EIO`,
}
