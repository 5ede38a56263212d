import type { Finding } from '../../finding.ts'

export const failedSetLeavesRecordAndMapApart: Finding = {
  name: 'failed-set-leaves-record-and-map-apart',
  scenario: 'set-out-of-memory',
  design: 'direct-map-counts-right',
  promises: ['direct-map-is-as-recorded'],
  functions: ['kvm_gmem_set_direct_map', 'set_direct_map_valid_noflush'],
  why: 'Pages are recorded before their entries are changed, which may fail for some. Neither is undone: the record tells what the direct map has not.',
  repair: 'Reserve the xarray entries, change the direct map, restore it if that fails, and record in the end.',
  repaired: 'direct-map-repaired',
}
