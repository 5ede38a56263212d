import type { Never } from '../../../promise.ts'

export const zappedPagesHaveLeftTheTlb: Never = {
  kind: 'never',
  name: 'zapped-pages-have-left-the-tlb',
  severity: 'guest memory',
  statement: 'TLBs are flushed of what an invalidation has zapped before it ends, and before a page of it is freed.',
  source: '__kvm_gmem_invalidate_start(), virt/kvm/guest_memfd.c: it flushes if any memslot asks for it',
  signal: 'leftUnflushed',
  says: frame => `frame ${frame} was unmapped from the guest, and vCPUs may still reach it through their TLBs`,
  ghosts: ['unflushed'],
}
