import type { Never } from '../../promise.ts'

export const onlyOwnFilesAreUsed: Never = {
  kind: 'never',
  name: 'only-own-files-are-used',
  severity: 'WARN',
  statement: 'No file of another kind is taken for one of guest_memfd.',
  source: 'kvm_gmem_bind(), virt/kvm/guest_memfd.c: a file without the operations of guest_memfd is refused',
  signal: 'foreignDataUsed',
  says: () => 'the private data of a file of another kind is used',
}
