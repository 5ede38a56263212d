import type { Finding } from './finding.ts'

export const mappingOrderMissesThePagesBefore: Finding = {
  name: 'mapping-order-misses-the-pages-before',
  scenario: 'fault-in-mixed-hugepage-out-of-memory',
  design: 'hugetlb-restructuring',
  promises: ['huge-mappings-are-not-mixed', 'shared-pages-have-no-private-spte', 'sptes-fit-their-folio'],
  functions: [
    'kvm_gmem_mapping_order',
    'kvm_gmem_range_has_attributes',
    '__maybe_split_fresh_folio',
    'kvm_tdp_mmu_map',
  ],
  why: 'The order of a mapping is told from as many pages as a hugepage has, counted from the gfn on: pages of the hugepage before it are not looked at, although its start was computed. While a fresh folio is still to be split, or after that failed, a fault behind a shared page maps that page privately as well.',
  repair: 'Look at the pages of the hugepage, from its start.',
  repaired: 'hugetlb-order-of-hugepage',
}
