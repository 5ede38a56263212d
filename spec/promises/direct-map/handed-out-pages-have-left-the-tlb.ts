import type { Never } from '../../promise.ts'

export const handedOutPagesHaveLeftTheTlb: Never = {
  kind: 'never',
  name: 'handed-out-pages-have-left-the-tlb',
  severity: 'guest memory',
  statement: 'A page that guest or host process is given has no direct map entry left in a TLB.',
  source: 'the flush at the end of kvm_gmem_folio_configure_direct_map(), virt/kvm/guest_memfd.c (RFC v3 2/6)',
  signal: 'handedOutCached',
  ghosts: ['recording'],
  says: frame => `frame ${frame} was handed out, and its old direct map entry may still be in a TLB`,
}
