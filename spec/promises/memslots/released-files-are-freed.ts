import type { Never } from '../../promise.ts'

export const releasedFilesAreFreed: Never = {
  kind: 'never',
  name: 'released-files-are-freed',
  severity: 'WARN',
  statement: 'A release destroys the bindings of its file, frees its struct gmem_file and puts the VM.',
  source: 'kvm_gmem_release(), virt/kvm/guest_memfd.c: xa_destroy(), kfree() and kvm_put_kvm()',
  signal: 'fileLeaked',
  says: vm => `the file of VM ${vm} was released, and its bindings, its struct gmem_file or its VM are kept`,
  ghosts: ['vmPut', 'fileLife'],
}
