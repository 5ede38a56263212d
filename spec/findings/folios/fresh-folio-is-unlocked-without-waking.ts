import type { Finding } from '../finding.ts'

export const freshFolioIsUnlockedWithoutWaking: Finding = {
  name: 'fresh-folio-is-unlocked-without-waking',
  scenario: 'allocate-shared-hugepage-beside-sleeper',
  design: 'hugetlb-restructuring',
  promises: ['nothing-is-stuck'],
  functions: [
    '__maybe_split_fresh_folio',
    '__folio_clear_locked',
    'filemap_lock_folio',
    'hugetlb_restructuring_freeze_folio',
  ],
  why: 'A fresh folio is in the filemap, locked, when __folio_clear_locked() unlocks it to be split; whoever has looked it up meanwhile sleeps on the lock with a reference, and is not woken. The split waits for that reference, under the invalidate lock, for ever.',
  repair: 'Split before the folio can be found, or keep others from looking the hugepage up until it is split.',
  repaired: 'hugetlb-fresh-split-under-mutex',
}
