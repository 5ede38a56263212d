import type { Finding } from '../../finding.ts'

export const markHidesAFailedZap: Finding = {
  name: 'mark-hides-a-failed-zap',
  scenario: 'fault-from-host-out-of-memory',
  design: 'direct-map-v9',
  promises: ['handed-out-pages-have-left-the-direct-map'],
  functions: ['kvm_gmem_fault_user_mapping', 'kvm_gmem_folio_zap_direct_map'],
  why: 'The mark is set before the zap, and stays when that fails. The next fault takes the folio for removed, and maps a page that is still in the direct map.',
  repair: 'Set the mark after a zap that worked, as v10 does.',
  repaired: 'direct-map-flag-repaired',
}
