import { EINVAL, OK, showResult } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'
import { isUndisturbed, isWhole } from '../calls/undisturbed.ts'

export const holesAreNotRefused: Contract = {
  kind: 'contract',
  name: 'holes-are-not-refused',
  severity: 'wrong result',
  statement: 'A hole is punched, where memory suffices and nothing else runs.',
  source: 'kvm_gmem_punch_hole(), virt/kvm/guest_memfd.c: it returns 0',
  of: ['punch hole'],
  alone: true,
  each: 'world',
  broken: ({ kernel, call }) =>
    call.result !== OK &&
    isUndisturbed(kernel) &&
    (call.result !== EINVAL || isWhole(kernel, call.start!, call.pages!)),
  says: (_, { call }) => `the request was refused with ${showResult(call.result!)}, and nothing stands against it`,
}
