import type { Finding } from '../../finding.ts'

export const configureFillsAGap: Finding = {
  name: 'configure-fills-a-gap',
  scenario: 'fault-on-folio-with-a-gap',
  design: 'direct-map-rfc-v3',
  promises: ['direct-map-is-as-recorded'],
  functions: ['kvm_gmem_folio_configure_direct_map', 'xa_find_after', 'set_direct_map_valid_noflush'],
  why: 'The length of a run is counted up before the next page is compared with its end. A page two behind the run joins it, the page between gets an entry nobody asked for, and the last page gets none.',
  repair: 'Compare first, or set page by page.',
  repaired: 'direct-map-repaired',
}
