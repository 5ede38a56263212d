import type { Never } from '../../promise.ts'

export const freedMemslotsAreNotUsed: Never = {
  kind: 'never',
  name: 'freed-memslots-are-not-used',
  severity: 'use after free',
  statement: 'No memslot is read or written after it was freed.',
  source: 'kvm_gmem_release(), virt/kvm/guest_memfd.c: the slot must be protected against memslot updates',
  signal: 'slotUsedAfterFree',
  says: slot => `memslot ${slot} is used, which was freed`,
}
