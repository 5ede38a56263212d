import { MOST_SLOTS } from '../../../model/kernel/state/signals.ts'
import type { Never } from '../../promise.ts'

export const memslotsAreBoundInPlace: Never = {
  kind: 'never',
  name: 'memslots-are-bound-in-place',
  severity: 'WARN',
  statement: 'A memslot is bound at no page that it does not cover, and begins where it was asked to.',
  source: 'kvm_gmem_bind(), virt/kvm/guest_memfd.c: from the offset to the last page of the memslot, within the file',
  signal: 'boundBeside',
  says: which =>
    which < MOST_SLOTS
      ? `memslot ${which} is bound at a page that it does not cover`
      : `memslot ${which - MOST_SLOTS} does not begin at the page from which it is bound`,
}
