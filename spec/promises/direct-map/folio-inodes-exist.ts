import type { Never } from '../../promise.ts'

export const folioInodesExist: Never = {
  kind: 'never',
  name: 'folio-inodes-exist',
  severity: 'BUG',
  statement: 'The inode of a folio is followed only while it has one.',
  source: 'folio_inode(), include/linux/pagemap.h',
  signal: 'oopsFolioInode',
  fatal: true,
  says: frame => `NULL dereference: the folio at frame ${frame} was truncated and has no inode`,
}
