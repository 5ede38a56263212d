import { canBeInterrupted } from '../../../model/kernel/state/interruption.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const longCallsCanBeInterrupted: Contract = {
  kind: 'contract',
  name: 'long-calls-can-be-interrupted',
  severity: 'wrong result',
  statement:
    'A call that has allocated or populated all the pages, or hugepages, that it was asked for has looked for signals as often; seven times are enough.',
  source:
    'kvm_gmem_allocate(), virt/kvm/guest_memfd.c; Paolo Bonzini, "KVM: interrupt kvm_gmem_populate() on signals", 2024-06-11: a killed task must not keep its locks until a whole range is done',
  of: ['allocate', 'populate'],
  each: 'world',
  broken: ({ kernel, call, self }) =>
    call.result === OK && !canBeInterrupted(kernel, self, Math.floor(call.pages! / kernel.hugepage)),
  says: (_, { kernel, self }) =>
    `the call has done all that it was asked for, and looked for signals ${kernel.signalsAsked[self]} times`,
  ghosts: ['signalsAsked'],
}
