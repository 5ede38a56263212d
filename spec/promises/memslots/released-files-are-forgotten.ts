import { slotOf } from '../../../model/kernel/memslots/places.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import type { Contract } from '../../promise.ts'

export const releasedFilesAreForgotten: Contract = {
  kind: 'contract',
  name: 'released-files-are-forgotten',
  severity: 'use after free',
  statement: 'When a release returns, no memslot points at the file any more.',
  source: 'kvm_gmem_unbind(), virt/kvm/guest_memfd.c, comment: a release nullifies all bindings',
  of: ['release'],
  each: 'world',
  broken: ({ kernel, call }) => slotOfReleased(kernel, call.vm!) !== 0,
  says: (_, { kernel, call }) =>
    `memslot ${slotOfReleased(kernel, call.vm!) - 1} still points at the file of VM ${call.vm}, which was released`,
}

/** 1 + a memslot that points at a file which is on no list any more; 0 for none. */
const slotOfReleased = (kernel: Kernel, vm: number): number => {
  if (kernel.slotFile.length === 0 || kernel.fileListed[vm] !== 0) return 0
  for (let second = 0; second < kernel.slotFile.length / kernel.vms; second++) {
    const slot = slotOf(kernel, vm, second)
    if (kernel.slotFile[slot] !== 0) return 1 + slot
  }
  return 0
}
