import type { Never } from '../../promise.ts'

export const onlyHeldFilesArePut: Never = {
  kind: 'never',
  name: 'only-held-files-are-put',
  severity: 'WARN',
  statement: 'No call puts a file that it has not got.',
  source: 'fget(), get_file_active() and fput() of kvm_gmem_bind() and kvm_gmem_get_pfn(), virt/kvm/guest_memfd.c',
  signal: 'unheldFilePut',
  says: vm => `the call puts the file of VM ${vm}, of which it holds no reference`,
  ghosts: ['heldFiles'],
}
