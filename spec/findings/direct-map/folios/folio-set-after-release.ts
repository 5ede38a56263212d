import type { Finding } from '../../finding.ts'

export const folioSetAfterRelease: Finding = {
  name: 'folio-set-after-release',
  scenario: 'set-folio-during-release',
  design: 'direct-map-rfc-v3',
  promises: ['released-records-are-not-used'],
  functions: ['kvm_gmem_release', 'kvm_gmem_folio_set_direct_map'],
  why: 'kvm_gmem_release() frees the record while the inode and its folios still stand. A caller that holds no more than a folio takes a lock in freed memory.',
  repair: 'Let the caller hold the file.',
  repaired: 'direct-map-repaired',
}
