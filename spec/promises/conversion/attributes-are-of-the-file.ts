import { UNKNOWN_ATTRIBUTES } from '../../../model/kernel/attributes/shareability.ts'
import type { Never } from '../../promise.ts'

export const attributesAreOfTheFile: Never = {
  kind: 'never',
  name: 'attributes-are-of-the-file',
  severity: 'wrong result',
  statement: 'Attributes are stored of pages that the file has, and only those that KVM knows.',
  source:
    'the tree represents the entire range of indices, corresponding to the size of the inode: struct gmem_inode, virt/kvm/guest_memfd.c',
  signal: 'strangeAttributes',
  says: strange =>
    1 + strange === UNKNOWN_ATTRIBUTES
      ? 'attributes are stored that KVM does not know'
      : 'attributes are stored of pages behind the end of the file',
}
