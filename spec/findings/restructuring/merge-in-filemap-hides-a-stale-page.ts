import type { Finding } from '../finding.ts'

export const mergeInFilemapHidesAStalePage: Finding = {
  name: 'merge-in-filemap-hides-a-stale-page',
  scenario: 'convert-partly-prepared-to-private',
  design: 'hugetlb-restructuring',
  promises: ['uptodate-pages-were-cleared'],
  functions: ['hugetlb_restructuring_merge_folio', '__merge_folio_to_order', 'kvm_gmem_fault_user_mapping'],
  why: "A host fault clears one order-0 page and marks it up to date; a merge in the filemap keeps the first page's flags for the whole hugepage, like the merge of RFC v2 did. Pages that nobody touched are handed to the guest with what they held before.",
  repair: 'When merging, clear the pages that are not up to date, or drop the flag.',
  repaired: 'hugetlb-merge-clears-stale-pages',
}
