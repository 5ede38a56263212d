import { GARBAGE } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const resultsAreKnown: Contract = {
  kind: 'contract',
  name: 'results-are-known',
  severity: 'wrong result',
  statement: 'A call returns what its caller can tell: that it succeeded, or an error number.',
  source:
    'callers of virt/kvm/guest_memfd.c: kvm_vm_ioctl() hands results to user space, __do_fault() goes on unless it is told an error',
  of: [
    'create file',
    'map file',
    'fallocate anyhow',
    'bind anyhow',
    'convert anyhow',
    'host fault',
    'guest fault',
    'prefault',
    'populate',
    'allocate',
    'punch hole',
    'write file',
  ],
  each: 'world',
  broken: ({ call }) => call.result === GARBAGE,
  says: () => 'the call returned a number that stands for nothing',
}
