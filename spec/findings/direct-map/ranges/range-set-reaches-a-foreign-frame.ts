import type { Finding } from '../../finding.ts'

export const rangeSetReachesAForeignFrame: Finding = {
  name: 'range-set-reaches-a-foreign-frame',
  scenario: 'set-range-of-pages-in-use',
  design: 'direct-map-loops-over-folios',
  promises: ['direct-map-changes-stay-in-range', 'free-frames-are-in-the-direct-map'],
  functions: ['kvm_gmem_set_direct_map', '__kvm_gmem_folio_set_direct_map', 'set_direct_map_valid_noflush'],
  why: "The last page of a folio is taken to be its index plus its size, and counts as part of the change. The frame behind the folio, which may be anybody's, loses or gets its entry.",
  repair: 'End one page earlier.',
  repaired: 'direct-map-repaired',
}
