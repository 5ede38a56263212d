import type { Never } from '../../promise.ts'

export const readdingAfterFailedMergeWorks: Never = {
  kind: 'never',
  name: 'readding-after-failed-merge-works',
  severity: 'WARN',
  statement: 'The pages of a folio whose merge failed are added back to the filemap.',
  source:
    'WARN_ON(__kvm_gmem_filemap_add_folio) in kvm_gmem_merge_folio_in_filemap(), virt/kvm/guest_memfd.c (RFC v2 38/51)',
  signal: 'warnMergeReadd',
  says: frame => `WARN_ON: frame ${frame} could not be added back after a failed merge`,
}
