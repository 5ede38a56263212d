import type { Finding } from '../finding.ts'

export const conversionZapsWhatStaysPrivate: Finding = {
  name: 'conversion-zaps-what-stays-private',
  scenario: 'convert-private-and-shared-to-private-on-tdx',
  design: 'hugetlb-restructuring',
  promises: ['private-contents-survive'],
  functions: ['__kvm_gmem_set_attributes', 'kvm_gmem_convert', 'kvm_gmem_zap', 'kvm_gmem_get_invalidate_filter'],
  why: 'A conversion to private zaps SPTEs of both kinds over its whole batch, pages that are private already included. On TDX their contents go with the private SPTEs, although the guest was told of nothing that would make it accept them anew.',
  repair: 'Zap shared SPTEs only when going private, and private ones only when going shared.',
  repaired: 'hugetlb-zaps-old-kind',
}
