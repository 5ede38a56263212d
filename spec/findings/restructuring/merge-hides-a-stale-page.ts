import type { Finding } from '../finding.ts'

export const mergeHidesAStalePage: Finding = {
  name: 'merge-hides-a-stale-page',
  scenario: 'convert-partly-prepared-to-private',
  design: 'rfc-v2-split',
  promises: ['uptodate-pages-were-cleared'],
  functions: ['kvm_gmem_merge_folio_in_filemap', 'guestmem_hugetlb_merge_folio', 'kvm_gmem_fault_shared'],
  why: "A host fault clears one order-0 page and marks it up to date; merging keeps the first page's flag for the whole hugepage. The other pages were never cleared, and the guest is handed what they held before.",
  repair: 'When merging, clear the pages that are not up to date, or drop the flag.',
  repaired: 'merge-clears-stale-pages',
}
