import type { Finding } from '../../finding.ts'

export const failedConfigureCountsAsDone: Finding = {
  name: 'failed-configure-counts-as-done',
  scenario: 'fault-out-of-memory',
  design: 'direct-map-rfc-v3',
  promises: ['handed-out-pages-have-left-the-direct-map'],
  functions: ['kvm_gmem_folio_configure_direct_map', 'kvm_gmem_finalize_folio', 'kvm_gmem_get_pfn'],
  why: 'A folio is marked up to date whether or not it was configured, so that it is not prepared again through missing entries. The fault fails, and the next one hands the page out with its entry in place.',
  repair: 'Restore the entries when configuring fails, and leave the folio unprepared.',
  repaired: 'direct-map-repaired',
}
