import type { Finding } from '../finding.ts'

export const freshPageIsLockedTwice: Finding = {
  name: 'fresh-page-is-locked-twice',
  scenario: 'allocate-shared-hugepage-twice',
  design: 'hugetlb-restructuring',
  promises: ['no-folio-is-locked-twice', 'only-held-locks-are-dropped'],
  functions: ['__maybe_split_fresh_folio', '__folio_set_locked', 'filemap_lock_folio', 'folio_unlock'],
  why: 'After a fresh folio was split its page is marked locked with __folio_set_locked(), although it stands in the filemap with a count that others can take. Somebody who found and locked it just before drops the lock of both, and the second unlock hits an unlocked folio.',
  repair: 'Take the lock as anybody would, or keep others from looking the hugepage up until it is split.',
  repaired: 'hugetlb-fresh-split-under-mutex',
}
