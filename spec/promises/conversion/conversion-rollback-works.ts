import type { Never } from '../../promise.ts'

export const conversionRollbackWorks: Never = {
  kind: 'never',
  name: 'conversion-rollback-works',
  severity: 'WARN',
  statement: 'Rolling back a conversion converts every item back.',
  source: 'WARN_ON(r) in kvm_gmem_convert_range(), virt/kvm/guest_memfd.c (RFC v2 38/51)',
  signal: 'warnConvertRollback',
  says: page => `WARN_ON: the work item at page ${page} could not be converted back`,
}
