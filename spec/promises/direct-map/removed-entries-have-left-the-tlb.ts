import type { Never } from '../../promise.ts'

export const removedEntriesHaveLeftTheTlb: Never = {
  kind: 'never',
  name: 'removed-entries-have-left-the-tlb',
  severity: 'guest memory',
  statement: 'Once a change that takes direct map entries away has succeeded, no TLB holds them.',
  source: '__kvm_gmem_folio_set_direct_map() flushes what it changed (RFC v3 3/6 of the direct map series)',
  signal: 'leftCached',
  says: page => `the entry of page ${page} was taken away, and a TLB may still hold it`,
}
