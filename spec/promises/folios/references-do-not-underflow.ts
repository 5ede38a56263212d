import type { Never } from '../../promise.ts'

export const referencesDoNotUnderflow: Never = {
  kind: 'never',
  name: 'references-do-not-underflow',
  severity: 'use after free',
  statement: 'No reference is dropped that is not there.',
  source: 'folio_put(), include/linux/mm.h',
  signal: 'refUnderflow',
  says: frame => `a reference of the folio at frame ${frame} was dropped that was not there`,
}
