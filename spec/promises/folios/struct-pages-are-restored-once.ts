import type { Never } from '../../promise.ts'

export const structPagesAreRestoredOnce: Never = {
  kind: 'never',
  name: 'struct-pages-are-restored-once',
  severity: 'BUG',
  statement: 'Struct pages are restored that were given away.',
  source: 'BUG_ON in vmemmap_restore_pte(), mm/hugetlb_vmemmap.c',
  signal: 'bugVmemmapRestore',
  fatal: true,
  says: frame => `BUG: the struct pages of the hugepage at frame ${frame} are restored, and were never given away`,
}
