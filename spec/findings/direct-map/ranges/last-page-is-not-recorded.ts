import type { Finding } from '../../finding.ts'

export const lastPageIsNotRecorded: Finding = {
  name: 'last-page-is-not-recorded',
  scenario: 'set-folio-in-use',
  design: 'direct-map-rfc-v3',
  promises: ['successful-changes-are-recorded', 'direct-map-is-as-recorded'],
  functions: ['kvm_gmem_folio_set_direct_map', '__kvm_gmem_update_xarray', '__kvm_gmem_folio_set_direct_map'],
  why: 'The end of a request is part of it where entries are changed, and not where they are recorded. A request of one page records nothing.',
  repair: 'Record the end as well.',
  repaired: 'direct-map-repaired',
}
