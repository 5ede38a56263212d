import type { Never } from '../../promise.ts'

export const mergingBeforeTruncationWorks: Never = {
  kind: 'never',
  name: 'merging-before-truncation-works',
  severity: 'WARN',
  statement: 'Merging the pages of a hugepage that a hole covers works.',
  source: 'WARN_ON in kvm_gmem_merge_truncate_indices(), virt/kvm/guest_memfd.c (RFC v2 39/51)',
  signal: 'warnTruncateMerge',
  says: frame => `WARN_ON: the folio at frame ${frame} could not be merged before its truncation`,
}
