import type { Finding } from '../../finding.ts'

export const emptyRangeIsSetForEver: Finding = {
  name: 'empty-range-is-set-for-ever',
  scenario: 'set-range-of-unallocated-pages',
  design: 'direct-map-rfc-v3',
  promises: ['calls-can-return'],
  functions: ['kvm_gmem_set_direct_map', 'filemap_get_folios'],
  why: 'Where no folio stands the same loop has no end: after the first lookup its start lies beyond the range, and every further one finds nothing. It spins with xa_lock held.',
  repair: 'Loop while folios are found.',
  repaired: 'direct-map-repaired',
}
