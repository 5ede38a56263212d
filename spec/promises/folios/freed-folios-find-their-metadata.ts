import type { Never } from '../../promise.ts'

export const freedFoliosFindTheirMetadata: Never = {
  kind: 'never',
  name: 'freed-folios-find-their-metadata',
  severity: 'BUG',
  statement: 'A folio that leaves the filemap for hugetlb finds what was stored for it.',
  source: 'hugetlb_restructuring_metadata_restore(), mm/hugetlb_restructuring.c: one entry serves the whole hugepage',
  signal: 'oopsNoMetadata',
  fatal: true,
  says: frame => `NULL dereference: no metadata for the folio at frame ${frame}`,
}
