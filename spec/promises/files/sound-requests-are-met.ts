import { EINTR, OK, showResult } from '../../../model/kernel/state/values.ts'
import { requestFaults, type SoundRequest } from '../../../model/operations/files/sound-requests.ts'
import type { Contract } from '../../promise.ts'
import { isUndisturbed } from '../calls/undisturbed.ts'

export const soundRequestsAreMet: Contract = {
  kind: 'contract',
  name: 'sound-requests-are-met',
  severity: 'wrong result',
  statement: 'Pages are allocated and freed as a sound request asks, where memory suffices and nothing else runs.',
  source: 'kvm_gmem_fallocate(), virt/kvm/guest_memfd.c',
  of: ['fallocate anyhow'],
  alone: true,
  each: 'world',
  broken: seen =>
    seen.call.result !== OK &&
    // A signal has come.
    seen.call.result !== EINTR &&
    isUndisturbed(seen.kernel) &&
    requestFaults(seen as SoundRequest) === 0,
  says: (_, { call }) => `the request was refused with ${showResult(call.result!)}, and it is sound`,
}
