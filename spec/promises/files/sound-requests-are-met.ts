import { OK, showResult } from '../../../model/kernel/state/values.ts'
import {
  isCreatable,
  mappingFaults,
  requestFaults,
  type SoundRequest,
} from '../../../model/operations/files/sound-requests.ts'
import type { Contract, Seen } from '../../promise.ts'
import { isUndisturbed } from '../calls/undisturbed.ts'

export const soundRequestsAreMet: Contract = {
  kind: 'contract',
  name: 'sound-requests-are-met',
  severity: 'wrong result',
  statement:
    'A file is made, mapped and allocated as a sound request asks, where memory suffices and nothing else runs.',
  source: 'kvm_gmem_create(), kvm_gmem_mmap(), kvm_gmem_fallocate(), virt/kvm/guest_memfd.c',
  of: ['create file', 'map file', 'fallocate anyhow'],
  alone: true,
  each: 'world',
  broken: seen => seen.call.result !== OK && isUndisturbed(seen.kernel) && isSound(seen),
  says: (_, { call }) => `the request was refused with ${showResult(call.result!)}, and it is sound`,
}

function isSound(seen: Seen): boolean {
  const { kernel, call } = seen
  if ('mapping.flags' in call) return mappingFaults(kernel, call['mapping.flags']!) === 0
  if ('creation.size' in call) return isCreatable(kernel, call['creation.size']!, call['creation.flags']!)
  return requestFaults(seen as SoundRequest) === 0
}
