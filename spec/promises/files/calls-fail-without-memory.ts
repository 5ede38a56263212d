import { OK } from '../../../model/kernel/state/values.ts'
import { plainCalls } from '../../../model/operations/files/plain-calls.ts'
import type { Contract } from '../../promise.ts'

export const callsFailWithoutMemory: Contract = {
  kind: 'contract',
  name: 'calls-fail-without-memory',
  severity: 'wrong result',
  statement: 'A call that could not get what it needs says so.',
  source: 'kvm_gmem_init(), virt/kvm/guest_memfd.c: what is not there would be used later',
  of: plainCalls.map(({ name }) => name),
  each: 'world',
  broken: ({ kernel, call }) => call.result === OK && kernel.failuresLeft < call.failures!,
  says: () => 'memory ran out, and the call returned success',
}
