import type { Never } from '../../promise.ts'

export const rangeRollbackSplits: Never = {
  kind: 'never',
  name: 'range-rollback-splits',
  severity: 'WARN',
  statement: 'Rolling back merges of a range splits every hugepage again.',
  source: 'WARN_ON(split) in kvm_gmem_restructure_folios_in_range(), virt/kvm/guest_memfd.c (RFC v2 38/51)',
  signal: 'warnRangeResplit',
  says: frame => `WARN_ON: the rollback could not split the folio at frame ${frame}`,
}
