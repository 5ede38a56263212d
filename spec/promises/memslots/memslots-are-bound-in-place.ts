import type { Never } from '../../promise.ts'

export const memslotsAreBoundInPlace: Never = {
  kind: 'never',
  name: 'memslots-are-bound-in-place',
  statement: 'A memslot is bound at no page that it does not cover.',
  source: 'kvm_gmem_bind(), virt/kvm/guest_memfd.c: from the offset to the last page of the memslot, within the file',
  signal: 'boundBeside',
  says: slot => `memslot ${slot} is bound at a page that it does not cover`,
}
