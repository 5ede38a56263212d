import type { Finding } from '../finding.ts'

export const rollbackMergesAMixedHugepage: Finding = {
  name: 'rollback-merges-a-mixed-hugepage',
  scenario: 'convert-mixed-out-of-memory',
  design: 'rfc-v2-split',
  promises: ['nothing-is-stuck'],
  functions: [
    'kvm_gmem_restructure_folios_in_range',
    'kvm_gmem_merge_folio_in_filemap',
    'filemap_remove_folio_for_restructuring',
  ],
  why: 'A hugepage that was split before the call, because another of its pages is shared, is merged all the same when a later hugepage of the range fails. If the host maps that shared page, the freeze loop waits for its reference for ever, with the invalidate lock held.',
  repair: 'Leave the rollback to the work list, which restores the shareability first and then only tries to merge.',
  repaired: 'rollback-by-work-list',
}
