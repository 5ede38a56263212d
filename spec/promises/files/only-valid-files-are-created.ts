import { EINVAL, OK } from '../../../model/kernel/state/values.ts'
import { isCreatable } from '../../../model/operations/files/sound-requests.ts'
import type { Contract, Seen } from '../../promise.ts'

export const onlyValidFilesAreCreated: Contract = {
  kind: 'contract',
  name: 'only-valid-files-are-created',
  severity: 'wrong result',
  statement:
    'A file is made of whole pages and with flags that its VM supports, and no other request fails for what it asks.',
  source: 'kvm_gmem_create(), virt/kvm/guest_memfd.c; Documentation/virt/kvm/api.rst, KVM_CREATE_GUEST_MEMFD',
  of: ['create file'],
  each: 'world',
  broken: seen => (isValid(seen) ? seen.call.result === EINVAL : seen.call.result === OK),
  says: (_, seen) =>
    isValid(seen)
      ? 'the request was refused, though a file of whole pages without flags was asked for'
      : `a file was made of ${seen.call['creation.size']} bytes, with flags ${seen.call['creation.flags']}`,
}

const isValid = ({ kernel, call }: Seen): boolean =>
  isCreatable(kernel, call['creation.size']!, call['creation.flags']!)
