import { endPageOf, firstPageOf, slotOf } from '../../../model/kernel/memslots/places.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const memslotsDoNotOverlap: Contract = {
  kind: 'contract',
  name: 'memslots-do-not-overlap',
  severity: 'wrong result',
  statement: 'No memslot is created over pages of the file that another one is bound to.',
  source: 'kvm_gmem_bind(), virt/kvm/guest_memfd.c: a range in which xa_find() finds a binding is refused',
  of: ['create memslot'],
  each: 'vm',
  broken: ({ kernel, call }, vm) =>
    call.result === OK &&
    vm === call.vm &&
    kernel.slotFile.length > kernel.vms &&
    overlapsAnother(kernel, vm, slotOf(kernel, vm, call.second!)),
  says: vm => `two memslots of VM ${vm} are bound to the same pages: deleting one takes the binding of the other`,
}

const overlapsAnother = (kernel: Kernel, vm: number, created: number): boolean => {
  if (!isBoundAndVisible(kernel, created)) return false
  for (let slot = vm; slot < kernel.slotFile.length; slot += kernel.vms)
    if (slot !== created && isBoundAndVisible(kernel, slot) && coverTheSame(kernel, created, slot)) return true
  return false
}

const isBoundAndVisible = (kernel: Kernel, slot: number): boolean =>
  kernel.slotVisible[slot] === 1 && kernel.slotFile[slot] === 1

const coverTheSame = (kernel: Kernel, one: number, other: number): boolean =>
  firstPageOf(kernel, one) < endPageOf(kernel, other) && firstPageOf(kernel, other) < endPageOf(kernel, one)
