import { OK, showResult } from '../../../model/kernel/state/values.ts'
import { mappingFaults } from '../../../model/operations/files/sound-requests.ts'
import type { Contract } from '../../promise.ts'
import { isUndisturbed } from '../calls/undisturbed.ts'

export const allowedMappingsAreMade: Contract = {
  kind: 'contract',
  name: 'allowed-mappings-are-made',
  severity: 'wrong result',
  statement: 'A mapping that the file allows is made.',
  source: 'kvm_gmem_mmap(), virt/kvm/guest_memfd.c',
  of: ['map file'],
  alone: true,
  each: 'world',
  broken: ({ kernel, call }) =>
    call.result !== OK && isUndisturbed(kernel) && mappingFaults(kernel, call['mapping.flags']!) === 0,
  says: (_, { call }) => `the request was refused with ${showResult(call.result!)}, and it is sound`,
}
