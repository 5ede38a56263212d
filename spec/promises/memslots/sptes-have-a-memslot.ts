import { slotAtGfn } from '../../../model/kernel/memslots/places.ts'
import { spteAt } from '../../../model/kernel/mmu/mmu.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { PRIVATE, SHARED } from '../../../model/kernel/state/values.ts'
import type { Invariant } from '../../promise.ts'
import { always } from '../../when.ts'

export const sptesHaveAMemslot: Invariant = {
  kind: 'invariant',
  name: 'sptes-have-a-memslot',
  severity: 'use after free',
  statement: 'No SPTE of a VM maps a page of the file once its memslot was freed, or its file was released.',
  source:
    'kvm_gmem_release(), virt/kvm/guest_memfd.c: zap all SPTEs pointed at by this file, under the invalidate lock',
  holds: always,
  each: 'vm',
  broken: ({ kernel }, vm) => kernel.slotAllocated.length > 0 && hasSpteThatIsGone(kernel, vm),
  says: vm => `VM ${vm} maps a page of the file, and has no memslot or no file for it any more`,
}

const hasSpteThatIsGone = (kernel: Kernel, vm: number): boolean => {
  for (let gfn = 0; gfn < kernel.pages; gfn++)
    if (isGone(kernel, vm, gfn) && (spteAt(kernel, vm, PRIVATE, gfn) !== 0 || spteAt(kernel, vm, SHARED, gfn) !== 0))
      return true
  return false
}

/** Whoever takes the file off the list has the invalidate lock, and drops it when the SPTEs are zapped too. */
const isReleased = (kernel: Kernel, vm: number): boolean => kernel.fileListed[vm] === 0 && kernel.invalidateWriter === 0

const isGone = (kernel: Kernel, vm: number, gfn: number): boolean =>
  kernel.slotAllocated[slotAtGfn(kernel, vm, gfn)] === 0 || isReleased(kernel, vm)
