import type { Never } from '../../promise.ts'

export const restructuredFoliosHaveAMapping: Never = {
  kind: 'never',
  name: 'restructured-folios-have-a-mapping',
  severity: 'BUG',
  statement: 'A folio that is taken out of the filemap for restructuring stands in it.',
  source: '__filemap_remove_folio_for_restructuring() follows folio->mapping, virt/kvm/guest_memfd.c (RFC v2 38/51)',
  signal: 'oopsNoMapping',
  fatal: true,
  says: frame => `NULL dereference: folio->mapping of frame ${frame}, which is not in the filemap`,
}
