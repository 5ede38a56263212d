import type { Never } from '../../promise.ts'

export const releasedRecordsAreNotUsed: Never = {
  kind: 'never',
  name: 'released-records-are-not-used',
  severity: 'use after free',
  statement: 'The record of the direct map is not used once kvm_gmem_release() has freed it.',
  source: 'kvm_gmem_release(), virt/kvm/guest_memfd.c (RFC v3 2/6 of the direct map series)',
  signal: 'usedReleased',
  fatal: true,
  says: () => 'use after free: kvm_gmem_release() has freed the record',
}
