import type { Never } from '../../promise.ts'

export const freedFoliosAreHugetlbs: Never = {
  kind: 'never',
  name: 'freed-folios-are-hugetlbs',
  severity: 'WARN',
  statement: 'What leaves the filemap for hugetlb is a whole hugetlb folio.',
  source: 'WARN_ON(!folio_test_hugetlb(folio)), __hugetlb_restructuring_metadata_restore(), mm/hugetlb_restructuring.c',
  signal: 'warnNotHugetlb',
  says: frame => `WARN_ON: the order-0 folio at frame ${frame} is given back as if it were a hugetlb folio`,
}
