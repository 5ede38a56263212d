import type { Finding } from '../finding.ts'

export const lostStashEntry: Finding = {
  name: 'lost-stash-entry',
  scenario: 'convert-to-shared-out-of-memory',
  design: 'rfc-v2-split',
  promises: ['merges-find-their-stash'],
  functions: ['guestmem_hugetlb_split_folio', 'xa_store', 'guestmem_hugetlb_merge_folio'],
  why: 'The result of storing the stash entry is looked for in the old entry that the store returns, where an error of a non-blocking allocation does not appear. The split goes on without a stash, and the next merge of the hugepage follows a null pointer.',
  repair: 'Check the state of the xarray operation, and fail the split.',
  repaired: 'stash-error-checked',
}
