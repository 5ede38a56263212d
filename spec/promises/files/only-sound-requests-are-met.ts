import { EINVAL, OK } from '../../../model/kernel/state/values.ts'
import { requestFaults, type SoundRequest } from '../../../model/operations/files/sound-requests.ts'
import type { Contract, Seen } from '../../promise.ts'

export const onlySoundRequestsAreMet: Contract = {
  kind: 'contract',
  name: 'only-sound-requests-are-met',
  severity: 'wrong result',
  statement: 'A request succeeds only for whole pages that the file has, and only for the file of its VM.',
  source: 'kvm_gmem_fallocate(), kvm_gmem_bind(), virt/kvm/guest_memfd.c; Documentation/virt/kvm/api.rst',
  of: ['fallocate anyhow', 'bind anyhow', 'convert anyhow'],
  each: 'world',
  broken: seen => (isSound(seen) ? seen.call.result === EINVAL : seen.call.result === OK),
  says: (_, seen) =>
    isSound(seen)
      ? 'a sound request was refused'
      : 'a request was met that asks for what there is not, or is not its own',
}

const isSound = (seen: Seen): boolean => requestFaults(seen as SoundRequest) === 0
