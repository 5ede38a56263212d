import { isBound } from '../../../model/kernel/memslots/memslots.ts'
import { endPageOf, firstPageOf } from '../../../model/kernel/memslots/places.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import type { Contract } from '../../promise.ts'

export const memslotsAreBoundWhole: Contract = {
  kind: 'contract',
  name: 'memslots-are-bound-whole',
  severity: 'wrong result',
  statement:
    'When a memslot of a VM was created or deleted, those that its vCPUs see are bound at every page of their range, unless the file is closed.',
  source: 'kvm_gmem_bind(), __kvm_gmem_unbind(), virt/kvm/guest_memfd.c',
  of: ['create memslot', 'delete memslot'],
  each: 'page',
  broken: ({ kernel, call }, page) => {
    for (let slot = call.vm!; slot < kernel.slotVisible.length; slot += kernel.vms)
      if (isInUse(kernel, slot, call.vm!) && isLeftOut(kernel, slot, page)) return true
    return false
  },
  says: page => `vCPUs see the memslot, and it is not bound at page ${page}: faults there fail with -EIO`,
}

/** A file that is closed takes its bindings with it. */
const isInUse = (kernel: Kernel, slot: number, vm: number): boolean =>
  kernel.slotVisible[slot] === 1 && kernel.fileRefs[vm]! > 0

const isLeftOut = (kernel: Kernel, slot: number, page: number): boolean =>
  page >= firstPageOf(kernel, slot) && page < endPageOf(kernel, slot) && !isBound(kernel, slot, page)
