import type { Finding } from '../finding.ts'

export const sharedSpteOutlivesTheConversion: Finding = {
  name: 'shared-spte-outlives-the-conversion',
  scenario: 'convert-guest-mapped-to-private',
  design: 'rfc-v2-split',
  promises: ['private-pages-have-no-shared-spte'],
  functions: ['kvm_gmem_convert_should_proceed', 'unmap_mapping_pages', 'kvm_gmem_invalidate_begin'],
  why: 'The patch takes the zap out of kvm_gmem_invalidate_begin(), and a conversion to private then zaps shared SPTEs only as unmap_mapping_pages() reaches KVM through a VMA. Where no VMA maps the range, the guest keeps a shared mapping of a page that is private now.',
  repair: 'Zap shared SPTEs by gfn in a conversion to private, as the patch does private ones the other way.',
  repaired: 'shared-sptes-zapped',
}
