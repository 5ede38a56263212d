import type { Finding } from '../finding.ts'

export const rollbackMakesASharedPageHuge: Finding = {
  name: 'rollback-makes-a-shared-page-huge',
  scenario: 'convert-mixed-unmapped-out-of-memory',
  design: 'rfc-v2-split',
  promises: ['page-size-matches-shareability', 'failed-conversion-restores-state'],
  functions: ['kvm_gmem_restructure_folios_in_range', 'kvm_gmem_merge_folio_in_filemap'],
  why: 'As in rollback-merges-a-mixed-hugepage, with nothing mapped by the host: the merge succeeds. The ioctl fails and leaves a huge folio of which one page is shared, so that the next host fault on it is refused.',
  repair: 'Leave the rollback to the work list; and let a failed add keep its page, which the same world would lose.',
  repaired: 'rfc-v2-repaired',
}
