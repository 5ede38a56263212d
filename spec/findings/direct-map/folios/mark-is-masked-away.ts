import type { Finding } from '../../finding.ts'

export const markIsMaskedAway: Finding = {
  name: 'mark-is-masked-away',
  scenario: 'fault-and-truncate',
  design: 'direct-map-v7',
  promises: ['free-frames-are-in-the-direct-map', 'direct-map-holes-are-not-accessed'],
  functions: ['kvm_gmem_folio_zap_direct_map', 'kvm_gmem_free_folio'],
  why: 'folio->private is combined with the flag by "and" instead of "or", and stays 0. No folio is ever found marked when it is freed, so that none gets its entries back.',
  repair: 'Set the flag, as v9 does.',
  repaired: 'direct-map-flag-repaired',
}
