import type { Never } from '../../promise.ts'

export const uptodatePagesAreNotCleared: Never = {
  kind: 'never',
  name: 'uptodate-pages-are-not-cleared',
  severity: 'guest memory',
  statement: 'No page of a folio that is up to date is cleared once more.',
  source: 'kvm_gmem_prepare_folio(), virt/kvm/guest_memfd.c: the folio remains up to date until it is removed',
  signal: 'clearedUptodate',
  says: frame => `the folio at frame ${frame} is up to date, and was cleared once more`,
}
