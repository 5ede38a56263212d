import type { Finding } from '../finding.ts'

export const onlyTheFirstPageIsCleared: Finding = {
  name: 'only-the-first-page-is-cleared',
  scenario: 'first-access-to-private-hugepage',
  design: 'hugetlb-restructuring',
  promises: ['uptodate-pages-were-cleared'],
  functions: ['kvm_gmem_get_pfn', 'clear_highpage', 'folio_mark_uptodate'],
  why: 'A lookup clears page 0 of a folio that is not up to date, and marks all of it; for a huge folio that was right only while every folio had one page. The guest reads in the other pages what the host left there.',
  repair: 'Clear the whole folio.',
  repaired: 'hugetlb-clears-folio',
}
