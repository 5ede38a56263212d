import type { Finding } from '../finding.ts'

export const evictionOfPinnedHugepageOopses: Finding = {
  name: 'eviction-of-pinned-hugepage-oopses',
  scenario: 'evict-pinned-hugepage',
  design: 'hugetlb-restructuring',
  promises: ['freed-folios-are-hugetlbs', 'freed-folios-find-their-metadata'],
  functions: [
    'kvm_gmem_evict_inode',
    'merge_truncate_range',
    'kvm_gmem_hugetlb_free_folio',
    'hugetlb_restructuring_metadata_restore',
  ],
  why: 'A page that is still pinned when the inode goes away keeps its hugepage from being merged, and its pages leave the filemap one by one. The first takes the metadata of the whole hugepage with it, warning that it is no hugetlb folio; the second finds none, and follows a null pointer.',
  repair:
    'Restore metadata for hugetlb folios only; that of order-0 ones is for whoever merges them after the last put.',
  repaired: 'hugetlb-pages-leave-metadata',
}
