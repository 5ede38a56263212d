import type { Finding } from '../../finding.ts'

export const folioSetAfterTruncation: Finding = {
  name: 'folio-set-after-truncation',
  scenario: 'set-folio-during-truncation',
  design: 'direct-map-rfc-v3',
  promises: ['folio-inodes-exist', 'free-frames-are-in-the-direct-map'],
  functions: ['kvm_gmem_folio_set_direct_map', 'folio_inode', 'truncate_inode_pages_range'],
  why: 'A reference keeps a folio and not its mapping. The inode of a folio that was truncated meanwhile is read through a null pointer; truncated a little later, the folio is freed without its entries.',
  repair: 'Take the inode from the caller, who holds the file, and look at folio->mapping under the folio lock.',
  repaired: 'direct-map-repaired',
}
