/**
 * The threads of the custom allocator, RFC v2 33/51 and 35/51, and what the thread of 38/51 says of code rather than of
 * its behaviour.
 */
import type { Claim } from './claim.ts'

const splitThread = 'Re: [RFC PATCH v2 38/51] KVM: guest_memfd: Split allocator pages for guest_memfd use'
const review33 = 'review of [RFC PATCH v2 33/51]; aDbsPMghVC1yemiH@yzhao56-desk.sh.intel.com'

export const allocatorThreads: readonly Claim[] = [
  {
    name: 'struct-pages-are-restored-twice',
    who: 'Ackerley Tng, who follows up on his own patch',
    message:
      'follow-up to [RFC PATCH v2 35/51], 2025-05-16; 998af6404d4e39920ba42764e7f3815cb9bb9e3d.1747427489.git.ackerleytng@google.com',
    says: 'Metadata stashed before the struct pages are restored bring the flag back that they are away: the second split of a folio hits a BUG.',
    finding: 'confirmed',
    because: 'The merge unstashes a flag that is out of date, and does not give struct pages away as it seems done.',
    worlds: [
      {
        scenario: 'convert-to-and-fro-with-struct-pages-given-away',
        design: 'rfc-v2-split',
        promises: { 'struct-pages-are-restored-once': 'violated' },
      },
      {
        scenario: 'convert-to-and-fro-with-struct-pages-given-away',
        design: 'vmemmap-restored-before-stash',
        promises: { 'struct-pages-are-restored-once': 'holds' },
      },
    ],
  },
  {
    name: 'clearing-a-hole-needs-the-folio-lock',
    who: 'Yan Zhao',
    message: review33,
    says: 'kvm_gmem_zero_range() should hold the lock of the folio that it clears.',
    finding: 'confirmed-in-part',
    because:
      'A host fault that has dropped the invalidate lock holds the folio lock meanwhile; but who prepares a folio holds the invalidate lock too, so that no data are lost to it.',
    worlds: [
      {
        scenario: 'punch-part-of-hugepage-during-host-fault',
        design: 'rfc-v2-split',
        promises: { 'locked-folios-are-not-cleared': 'violated', 'punched-data-is-gone': 'holds' },
      },
      {
        scenario: 'punch-part-of-hugepage-during-guest-fault',
        design: 'rfc-v2-split',
        promises: { 'locked-folios-are-not-cleared': 'holds', 'uptodate-pages-were-cleared': 'holds' },
      },
      {
        scenario: 'punch-part-of-hugepage-during-host-fault',
        design: 'hole-cleared-under-lock',
        promises: { 'locked-folios-are-not-cleared': 'holds' },
      },
    ],
  },
  {
    name: 'host-advice-reaches-private-memory',
    who: 'Yan Zhao',
    message: review33,
    says: 'madvise(MADV_REMOVE) through the shared mapping punches private memory as well.',
    finding: 'confirmed',
    because: 'It becomes a hole in the file, which asks nobody who may access the pages; whether it should is policy.',
    worlds: [
      {
        scenario: 'remove-through-host-mapping',
        design: 'rfc-v2-split',
        promises: { 'private-pages-outlive-host-advice': 'violated' },
      },
      {
        scenario: 'remove-through-host-mapping',
        design: 'host-advice-on-shared-pages',
        promises: { 'private-pages-outlive-host-advice': 'holds' },
      },
    ],
  },
  {
    name: 'try-split-is-undefined-without-shared-memory',
    who: 'Binbin Wu; Ackerley Tng agrees',
    message: splitThread,
    says: 'kvm_gmem_try_split_folio_in_filemap() has no definition when support for shared memory is configured out.',
    finding: 'not-a-model-matter',
    because: 'It is about whether the code compiles.',
    worlds: [],
  },
  {
    name: 'any-shared-page-splits-all-of-a-hugepage',
    who: 'Yan Zhao asks; Ackerley Tng: acceptable as a first step',
    message: splitThread,
    says: 'In a file of 1G pages one shared page makes 4K pages of the whole gigabyte.',
    finding: 'not-a-model-matter',
    because: 'That is what the design says, and what it costs; no promise is about it.',
    worlds: [],
  },
  {
    name: 'order-0-pages-could-be-an-allocator-too',
    who: 'Rick Edgecombe',
    message: splitThread,
    says: 'Checks for a custom allocator would go away, if order-0 pages came from one as well.',
    finding: 'not-a-model-matter',
    because: 'It changes the shape of the code, and nothing that anybody can observe.',
    worlds: [],
  },
]
