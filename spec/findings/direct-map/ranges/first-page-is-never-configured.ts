import type { Finding } from '../../finding.ts'

export const firstPageIsNeverConfigured: Finding = {
  name: 'first-page-is-never-configured',
  scenario: 'fault-on-recorded-page',
  design: 'direct-map-rfc-v3',
  promises: ['direct-map-is-as-recorded'],
  functions: ['kvm_gmem_folio_configure_direct_map', 'xa_find_after'],
  why: 'xa_find_after() looks strictly after the index it is given, which is the first of the folio. What was recorded for that page is never applied.',
  repair: 'Look from the first page on.',
  repaired: 'direct-map-repaired',
}
