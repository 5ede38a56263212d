import type { Never } from '../../promise.ts'

export const readdingAfterFailedSplitWorks: Never = {
  kind: 'never',
  name: 'readding-after-failed-split-works',
  severity: 'WARN',
  statement: 'A folio whose split failed is added back to the filemap.',
  source: 'WARN_ON at label err of kvm_gmem_split_folio_in_filemap(), virt/kvm/guest_memfd.c (RFC v2 38/51)',
  signal: 'warnSplitReadd',
  says: frame => `WARN_ON: the folio at frame ${frame} could not be added back after a failed split`,
}
