import type { Finding } from '../finding.ts'

export const failedFreshSplitLeavesAHugeFolio: Finding = {
  name: 'failed-fresh-split-leaves-a-huge-folio',
  scenario: 'fault-in-shared-hugepage-out-of-memory',
  design: 'hugetlb-restructuring',
  promises: ['host-faults-meet-no-large-folio'],
  functions: ['__maybe_split_fresh_folio', 'gmem_hugetlb_restructure_folio', 'kvm_gmem_fault_user_mapping'],
  why: 'When a fresh folio cannot be split the lookup fails, and the folio stays in the filemap, huge, although some of its pages are shared. The next lookup finds it there and does not try again: the host gets SIGBUS and a warning, whatever memory there is by then.',
  repair: 'Remove the folio when it cannot be split, or reserve what the split needs before it is added.',
  repaired: 'hugetlb-fresh-split-under-mutex',
}
