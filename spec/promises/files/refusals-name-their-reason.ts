import { EFAULT, EINTR, ENOMEM, OK, showResult } from '../../../model/kernel/state/values.ts'
import { mappingRefusals, refusalsOf, type SoundRequest } from '../../../model/operations/files/sound-requests.ts'
import type { Contract, Seen } from '../../promise.ts'

export const refusalsNameTheirReason: Contract = {
  kind: 'contract',
  name: 'refusals-name-their-reason',
  statement: 'A request that is not sound is refused with the errno of one of its faults.',
  source:
    'fallocate(2), mmap(2) and ioctl(2), of EOPNOTSUPP, ENODEV and ENOTTY; kvm_gmem_bind(), virt/kvm/guest_memfd.c, of EBADF',
  of: ['fallocate anyhow', 'bind anyhow', 'convert anyhow', 'map file'],
  each: 'world',
  broken: seen => {
    const faults = faultsOf(seen)
    return faults.length > 0 && !faults.includes(seen.call.result!) && !WHATEVER_IS_ASKED.includes(seen.call.result!)
  },
  says: (_, seen) =>
    `the request was refused with ${showResult(seen.call.result!)}, and its faults are ${[...new Set(faultsOf(seen))].map(showResult).join(' and ')}`,
}

/** Met, which another promise is about, or stopped by what happens to any call. */
const WHATEVER_IS_ASKED: readonly number[] = [OK, ENOMEM, EINTR, EFAULT]

function faultsOf({ kernel, call }: Seen): readonly number[] {
  const flags = call['mapping.flags']
  return flags === undefined ? refusalsOf(kernel, call as SoundRequest['call']) : mappingRefusals(kernel, flags)
}
