import type { Finding } from '../../finding.ts'

export const preparingThroughAHole: Finding = {
  name: 'preparing-through-a-hole',
  scenario: 'set-folio-of-allocated-page',
  design: 'direct-map-rfc-v3',
  promises: ['direct-map-holes-are-not-accessed'],
  functions: ['kvm_gmem_allocate', 'kvm_gmem_folio_set_direct_map', 'clear_highpage'],
  why: 'A folio that fallocate() created may lose its entries to a change before any fault has prepared it. The fault then clears it through the direct map, and the kernel takes a page fault.',
  repair: 'Leave folios that are not prepared alone: the fault applies what is recorded.',
  repaired: 'direct-map-repaired',
}
