import { boundAt, isBound } from '../../../model/kernel/memslots/memslots.ts'
import { endPageOf, firstPageOf } from '../../../model/kernel/memslots/places.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import type { Contract } from '../../promise.ts'

export const memslotsAreBoundWhole: Contract = {
  kind: 'contract',
  name: 'memslots-are-bound-whole',
  severity: 'wrong result',
  statement:
    'When a memslot of a VM was created or deleted, those that its vCPUs see are bound at every page of their range, unless the file is closed; those that are freed are bound nowhere.',
  source: 'kvm_gmem_bind(), __kvm_gmem_unbind(), virt/kvm/guest_memfd.c',
  of: ['create memslot', 'delete memslot'],
  each: 'page',
  broken: ({ kernel, call }, page) => {
    if (isBoundToFreed(kernel, call.vm!, page)) return true
    for (let slot = call.vm!; slot < kernel.slotVisible.length; slot += kernel.vms)
      if (isInUse(kernel, slot, call.vm!) && isLeftOut(kernel, slot, page)) return true
    return false
  },
  says: (page, { kernel, call }) =>
    isBoundToFreed(kernel, call.vm!, page)
      ? `page ${page} of the file is bound to a memslot that is freed`
      : `vCPUs see the memslot, and it is not bound at page ${page}: faults there fail with -EIO`,
}

/** A file that is on no list any more has been released, and its bindings with it. */
const isBoundToFreed = (kernel: Kernel, vm: number, page: number): boolean => {
  const bound = kernel.bindings.length > 0 && kernel.fileListed[vm] === 1 ? boundAt(kernel, vm, page) : 0
  return bound !== 0 && kernel.slotAllocated[bound - 1] === 0
}

/** A file that is closed takes its bindings with it. */
const isInUse = (kernel: Kernel, slot: number, vm: number): boolean =>
  kernel.slotVisible[slot] === 1 && kernel.fileRefs[vm]! > 0

const isLeftOut = (kernel: Kernel, slot: number, page: number): boolean =>
  page >= firstPageOf(kernel, slot) && page < endPageOf(kernel, slot) && !isBound(kernel, slot, page)
