import { boundAt } from '../../../model/kernel/memslots/memslots.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import type { Contract } from '../../promise.ts'

export const freedMemslotsAreNotBound: Contract = {
  kind: 'contract',
  name: 'freed-memslots-are-not-bound',
  severity: 'use after free',
  statement: 'When a memslot was deleted or refused, no page of a file that is not released is bound to it.',
  source:
    'kvm_gmem_bind(), kvm_gmem_unbind(), virt/kvm/guest_memfd.c: invalidations follow the bindings of a file to its memslots',
  of: ['create memslot', 'delete memslot'],
  each: 'page',
  broken: ({ kernel, call }, page) => isBoundToFreed(kernel, call.vm!, page),
  says: page => `page ${page} of the file is bound to a memslot that is freed`,
}

/** A file that is on no list any more has been released, and its bindings with it. */
const isBoundToFreed = (kernel: Kernel, vm: number, page: number): boolean => {
  const bound = kernel.bindings.length > 0 && kernel.fileListed[vm] === 1 ? boundAt(kernel, vm, page) : 0
  return bound !== 0 && kernel.slotAllocated[bound - 1] === 0
}
