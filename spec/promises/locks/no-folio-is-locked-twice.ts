import type { Never } from '../../promise.ts'

export const noFolioIsLockedTwice: Never = {
  kind: 'never',
  name: 'no-folio-is-locked-twice',
  severity: 'deadlock',
  statement: 'Nobody marks a folio locked that somebody else has locked.',
  source: '__folio_set_locked(), include/linux/pagemap.h: only for folios that nobody else knows of',
  signal: 'lockedTwice',
  says: frame => `the folio at frame ${frame} was marked locked while somebody else held its lock`,
}
