import { WENT_ON } from '../../../model/kernel/state/state.ts'
import type { Contract } from '../../promise.ts'

export const interruptedCallsStop: Contract = {
  kind: 'contract',
  name: 'interrupted-calls-stop',
  severity: 'wrong result',
  statement: 'A call that has found a signal takes no further page to allocate or to populate it.',
  source:
    'kvm_gmem_allocate(), virt/kvm/guest_memfd.c: break behind -EINTR; Paolo Bonzini, "KVM: interrupt kvm_gmem_populate() on signals", 2024-06-11',
  of: ['allocate', 'populate', 'fallocate anyhow'],
  each: 'world',
  broken: ({ kernel, self }) => kernel.signalsAsked[self] === WENT_ON,
  says: () => 'the call has found a signal, and took a further page after that',
  ghosts: ['signalsAsked'],
}
