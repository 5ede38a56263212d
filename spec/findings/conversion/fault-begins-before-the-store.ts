import type { Finding } from '../finding.ts'

export const faultBeginsBeforeTheStore: Finding = {
  name: 'fault-begins-before-the-store',
  scenario: 'fault-on-page-that-goes-shared',
  design: 'hugetlb-restructuring',
  promises: ['shared-pages-have-no-private-spte'],
  functions: [
    'kvm_gmem_convert',
    'kvm_gmem_invalidate_end',
    'kvm_mem_is_private',
    'kvm_gmem_get_pfn',
    'is_page_fault_stale',
  ],
  why: 'The invalidation ends before folios are restructured and the attributes stored. A fault that begins in between reads the old attribute without a lock, waits in kvm_gmem_get_pfn() until the conversion is over, and finds the sequence unmoved: it maps the page as what it no longer is.',
  repair: 'End the invalidation after the attributes are stored, as order-0 conversion does.',
  repaired: 'hugetlb-window-to-the-store',
}
