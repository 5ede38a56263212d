import type { Never } from '../../promise.ts'

export const ownedDataIsNotWiped: Never = {
  kind: 'never',
  name: 'owned-data-is-not-wiped',
  severity: 'guest memory',
  statement: 'No frame is cleared that holds data of the guest, or of its initial image.',
  source: 'kvm_gmem_prepare_folio(), virt/kvm/guest_memfd.c: a folio is cleared once, before the guest has it',
  signal: 'wiped',
  says: frame => `frame ${frame} was cleared, and held data of its owner`,
  ghosts: ['contents'],
}
