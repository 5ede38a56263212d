import type { Finding } from '../../finding.ts'

export const pageFreedWithPrivateFlag: Finding = {
  name: 'page-freed-with-private-flag',
  scenario: 'fault-and-truncate',
  design: 'direct-map-rfc-v3',
  promises: ['freed-pages-have-no-private-flag'],
  functions: ['kvm_gmem_folio_configure_direct_map', 'folio_set_private', 'kvm_gmem_free_folio'],
  why: 'Nobody clears PG_private, which configuring sets. The page allocator takes a page that is freed with it for a bad one, where it checks.',
  repair: 'Clear the flag when the entries are restored.',
  repaired: 'direct-map-repaired',
}
