import type { Finding } from '../../finding.ts'

export const truncatedFolioLosesItsEntries: Finding = {
  name: 'truncated-folio-loses-its-entries',
  scenario: 'set-range-during-truncation',
  design: 'direct-map-loops-over-folios',
  promises: ['free-frames-are-in-the-direct-map'],
  functions: ['kvm_gmem_set_direct_map', 'truncate_inode_pages_range', 'kvm_gmem_free_folio'],
  why: 'Nobody looks at folio->mapping once he has the folio lock. Entries that truncation has restored are removed again, and the last reference frees the page without them.',
  repair: 'Skip folios that were truncated; with the invalidate lock held there are none.',
  repaired: 'direct-map-repaired',
}
