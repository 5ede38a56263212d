import type { Finding } from '../finding.ts'

export const failedAddFreesThePage: Finding = {
  name: 'failed-add-frees-the-page',
  scenario: 'convert-two-hugepages-out-of-memory-once',
  design: 'rfc-v2-split',
  promises: ['free-frames-are-unreachable', 'failed-conversion-restores-state'],
  functions: ['kvm_gmem_split_folio_in_filemap', '__kvm_gmem_filemap_add_folio', '__filemap_add_folio'],
  why: 'The split pages are added with a count frozen to 0, and an add that fails drops the references it took, which frees the page. The rollback then merges that free page into the huge folio and puts it back into the filemap.',
  repair: 'Hold a reference over each add, and freeze it away again when the add fails.',
  repaired: 'add-keeps-the-page',
}
