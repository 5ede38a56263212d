import type { Never } from '../../promise.ts'

export const splittingAfterFailedMergeWorks: Never = {
  kind: 'never',
  name: 'splitting-after-failed-merge-works',
  severity: 'WARN',
  statement: 'A folio whose merge failed is split again.',
  source: 'WARN_ON(split_folio) in kvm_gmem_merge_folio_in_filemap(), virt/kvm/guest_memfd.c (RFC v2 38/51)',
  signal: 'warnMergeResplit',
  says: frame => `WARN_ON: the folio at frame ${frame} could not be split again after a failed merge`,
}
