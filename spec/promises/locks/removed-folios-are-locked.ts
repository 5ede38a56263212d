import type { Never } from '../../promise.ts'

export const removedFoliosAreLocked: Never = {
  kind: 'never',
  name: 'removed-folios-are-locked',
  severity: 'BUG',
  statement: 'A folio is locked when it is removed from the filemap.',
  source: 'BUG_ON(!folio_test_locked) in filemap_remove_folio(), mm/filemap.c',
  signal: 'bugRemoveUnlocked',
  fatal: true,
  says: frame => `BUG_ON: the folio at frame ${frame} is removed from the filemap without its lock`,
}
