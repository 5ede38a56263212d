import type { Never } from '../../promise.ts'

export const rangeRollbackMerges: Never = {
  kind: 'never',
  name: 'range-rollback-merges',
  severity: 'WARN',
  statement: 'Rolling back splits of a range merges every hugepage again.',
  source: 'WARN_ON(merge) in kvm_gmem_restructure_folios_in_range(), virt/kvm/guest_memfd.c (RFC v2 38/51)',
  signal: 'warnRangeRemerge',
  says: frame => `WARN_ON: the rollback could not merge the folio at frame ${frame}`,
}
