import type { Never } from '../../promise.ts'

export const mergesFindTheirStash: Never = {
  kind: 'never',
  name: 'merges-find-their-stash',
  severity: 'BUG',
  statement: 'Merging finds the metadata that splitting stashed.',
  source: 'guestmem_hugetlb_merge_folio(), mm/guestmem_hugetlb.c (RFC v2 35/51)',
  signal: 'oopsNoStash',
  fatal: true,
  says: frame => `NULL dereference: no stash entry for the hugepage at frame ${frame}`,
}
