import {
  EBADF,
  EFAULT,
  EINTR,
  EINVAL,
  ENODEV,
  ENOMEM,
  ENOTTY,
  EOPNOTSUPP,
  OK,
  showResult,
} from '../../../model/kernel/state/values.ts'
import {
  faultOf,
  mappingFaults,
  requestFaults,
  type SoundRequest,
} from '../../../model/operations/files/sound-requests.ts'
import type { Contract, Seen } from '../../promise.ts'

const requestFaultsOf = (seen: Seen): number => requestFaults(seen as SoundRequest)
const mappingFaultsOf = ({ kernel, call }: Seen): number => mappingFaults(kernel, call['mapping.flags']!)

export const refusalsNameTheirReason: Contract = {
  kind: 'contract',
  name: 'refusals-name-their-reason',
  severity: 'wrong result',
  statement: 'A request that is not sound is refused with the errno of one of its faults.',
  source: 'fallocate(2) and ioctl(2), of EOPNOTSUPP and ENOTTY; kvm_gmem_bind(), virt/kvm/guest_memfd.c, of EBADF',
  of: ['fallocate anyhow', 'bind anyhow', 'convert anyhow'],
  each: 'world',
  broken: seen => isForNoReason(requestFaultsOf(seen), seen.call.result!),
  says: (_, seen) => refusedWith(requestFaultsOf(seen), seen),
}

export const refusedMappingsNameTheirReason: Contract = {
  kind: 'contract',
  name: 'refused-mappings-name-their-reason',
  severity: 'wrong result',
  statement: 'A mapping that the file does not allow is refused with the errno of one of its faults.',
  source: 'mmap(2), of ENODEV; kvm_gmem_mmap(), virt/kvm/guest_memfd.c, of EINVAL',
  of: ['map file'],
  each: 'world',
  broken: seen => isForNoReason(mappingFaultsOf(seen), seen.call.result!),
  says: (_, seen) => refusedWith(mappingFaultsOf(seen), seen),
}

/** What is met is what another promise is about; and any call may be stopped by what happens to it. */
const isForNoReason = (faults: number, result: number): boolean =>
  faults !== 0 &&
  (faults & faultOf(result)) === 0 &&
  result !== OK &&
  result !== ENOMEM &&
  result !== EINTR &&
  result !== EFAULT

const ERRNOS = [EOPNOTSUPP, ENODEV, ENOTTY, EBADF, EINVAL]

function refusedWith(faults: number, { call }: Seen): string {
  const reasons = ERRNOS.filter(errno => (faults & faultOf(errno)) !== 0)
  return `the request was refused with ${showResult(call.result!)}, and its faults are ${reasons.map(showResult).join(' and ')}`
}
