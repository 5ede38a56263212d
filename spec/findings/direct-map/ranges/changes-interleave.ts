import type { Finding } from '../../finding.ts'

export const changesInterleave: Finding = {
  name: 'changes-interleave',
  scenario: 'set-at-once',
  design: 'direct-map-counts-right',
  promises: ['direct-map-is-as-recorded'],
  functions: ['__kvm_gmem_update_xarray', '__xa_store', 'kvm_gmem_folio_set_direct_map'],
  why: 'A store that finds no memory at hand drops xa_lock to allocate. Another change may then undo what the first has recorded so far, before the first changes the entries.',
  repair: 'Serialize by mapping->invalidate_lock.',
  repaired: 'direct-map-repaired',
}
