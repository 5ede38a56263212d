import type { Never } from '../../promise.ts'

export const freedFilesAreNotUsed: Never = {
  kind: 'never',
  name: 'freed-files-are-not-used',
  severity: 'use after free',
  statement: 'No file, and no struct gmem_file, is read, written or freed after it was freed.',
  source:
    'kvm_gmem_release(), virt/kvm/guest_memfd.c: it frees the struct under slots_lock only, once no file reference is left',
  signal: 'fileUsedAfterFree',
  says: vm => `the file of VM ${vm} is used, which was freed`,
  ghosts: ['fileLife'],
}
