import type { Finding } from '../../finding.ts'

export const rangeIsNeverSet: Finding = {
  name: 'range-is-never-set',
  scenario: 'set-range-of-pages-in-use',
  design: 'direct-map-rfc-v3',
  promises: ['successful-changes-are-made', 'direct-map-is-as-recorded', 'calls-keep-no-references'],
  functions: ['kvm_gmem_set_direct_map', 'filemap_get_folios'],
  why: 'The loop over the folios runs while filemap_get_folios() returns 0, which is when it found none. A range that has folios is recorded and not changed, and the references of the batch are never dropped.',
  repair: 'Loop while folios are found.',
  repaired: 'direct-map-repaired',
}
