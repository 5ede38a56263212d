import type { Finding } from '../finding.ts'

export const failedSplitOfFreshFolioHitsBug: Finding = {
  name: 'failed-split-of-fresh-folio-hits-bug',
  scenario: 'allocate-shared-hugepage-out-of-memory',
  design: 'rfc-v2-split',
  promises: ['removed-folios-are-locked'],
  functions: ['kvm_gmem_get_folio', 'kvm_gmem_split_folio_in_filemap', 'filemap_remove_folio'],
  why: 'A fresh huge folio is put and split unlocked; when that fails, label err hands it to filemap_remove_folio(), which has a BUG_ON for an unlocked folio. A single failed allocation of a stash entry is enough.',
  repair: 'Reserve what the split needs with the folio, so that it cannot fail.',
  repaired: 'fresh-split-under-mutex',
}
