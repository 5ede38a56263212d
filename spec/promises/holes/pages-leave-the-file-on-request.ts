import type { Never } from '../../promise.ts'

export const pagesLeaveTheFileOnRequest: Never = {
  kind: 'never',
  name: 'pages-leave-the-file-on-request',
  severity: 'WARN',
  statement: 'A page leaves the file only where a hole is punched, or when the inode goes.',
  source:
    'kvm_gmem_error_folio() and kvm_gmem_release(), virt/kvm/guest_memfd.c: "do not truncate the range", "do not free the backing memory"',
  signal: 'discarded',
  says: frame => `the folio at frame ${frame} leaves the file, and nobody has punched a hole there`,
  ghosts: ['sinceHole'],
}
