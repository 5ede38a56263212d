import type { Never } from '../../promise.ts'

export const freedFoliosAreNotUsed: Never = {
  kind: 'never',
  name: 'freed-folios-are-not-used',
  severity: 'use after free',
  statement: 'No folio is locked or unlocked after it was freed.',
  source: 'folio_unlock(), mm/filemap.c: the caller holds a reference',
  signal: 'folioUsedAfterFree',
  says: frame => `the folio at frame ${frame} was used after it had been freed`,
}
