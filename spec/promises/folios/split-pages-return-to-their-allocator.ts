import type { Never } from '../../promise.ts'

export const splitPagesReturnToTheirAllocator: Never = {
  kind: 'never',
  name: 'split-pages-return-to-their-allocator',
  severity: 'WARN',
  statement: 'A page of a split hugepage is freed to the allocator of the hugepage.',
  source: 'guestmem_hugetlb_free_folio(), mm/guestmem_hugetlb.c (RFC v2 35/51)',
  signal: 'freedPastAllocator',
  says: frame => `frame ${frame} of a split hugepage went to the page allocator`,
}
