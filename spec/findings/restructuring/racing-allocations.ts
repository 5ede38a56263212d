import type { Finding } from '../finding.ts'

export const racingAllocations: Finding = {
  name: 'racing-allocations',
  scenario: 'allocate-shared-hugepage-twice',
  design: 'rfc-v2-split',
  promises: ['free-frames-are-unreachable', 'readding-after-failed-split-works', 'removed-folios-are-locked'],
  functions: ['kvm_gmem_get_folio', 'kvm_gmem_split_folio_in_filemap', '__kvm_gmem_filemap_add_folio'],
  why: "While a fresh folio is split its slots are empty, and another holder of the shared lock finds nothing there and adds a folio of its own. The first thread's pages then meet -EEXIST, are freed by the failed add, and its rollback ends in BUG_ON; no allocation has to fail for that.",
  repair: 'Keep others from looking the hugepage up until the split is done, as hugetlb does with its fault mutex.',
  repaired: 'fresh-split-under-mutex',
}
