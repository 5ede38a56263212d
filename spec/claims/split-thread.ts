/**
 * The thread of "KVM: guest_memfd: Split allocator pages for guest_memfd use" (RFC PATCH v2 38/51).
 */
import type { Claim } from './claim.ts'

const thread = 'Re: [RFC PATCH v2 38/51] KVM: guest_memfd: Split allocator pages for guest_memfd use'
const convertLog =
  '[RFC PATCH v2 04/51], log; d3832fd95a03aad562705872cbda5b3d248ca321.1747264138.git.ackerleytng@google.com'

export const splitThread: readonly Claim[] = [
  {
    name: 'all-shared-hugepage-is-split',
    who: 'Binbin Wu asks, Ackerley Tng answers',
    message: thread,
    says: 'A hugepage whose every page is shared is recognised by kvm_gmem_has_some_shared(), and split when allocated.',
    finding: 'confirmed',
    because: 'The check covers the whole hugepage; memory failing or a racing allocation is another matter.',
    worlds: [
      {
        scenario: 'allocate-shared-hugepage',
        design: 'rfc-v2-split',
        promises: { 'allocated-hugepages-match-shareability': 'holds', 'nothing-is-stuck': 'holds' },
      },
    ],
  },
  {
    name: 'exact-window-lets-a-huge-mapping-in',
    who: 'Ackerley Tng',
    message: thread,
    says: 'Were only the converted range invalidated, a fault on a neighbour could install a huge SPTE over it.',
    finding: 'confirmed',
    because: 'A fault checks only its own gfn against the range, and maps the whole hugepage.',
    worlds: [
      {
        scenario: 'convert-to-shared-during-guest-fault',
        design: 'exact-window',
        promises: { 'huge-mappings-are-not-mixed': 'violated' },
      },
      {
        scenario: 'convert-to-shared-during-guest-fault',
        design: 'rfc-v2-split',
        promises: { 'huge-mappings-are-not-mixed': 'holds', 'shared-pages-have-no-private-spte': 'holds' },
      },
    ],
  },
  {
    name: 'shareability-store-can-fail-in-rollback',
    who: 'Yan Zhao; Ackerley Tng concedes',
    message: thread,
    says: 'Storing the shareability can run out of memory while a conversion is rolled back.',
    finding: 'confirmed',
    because: 'A second failure in the store of the rollback leaves the item converted although the ioctl failed.',
    worlds: [
      {
        scenario: 'convert-two-items-out-of-memory',
        design: 'rfc-v2-split',
        promises: {
          'conversion-rollback-works': 'violated',
          'conversion-is-all-or-nothing': 'violated',
          'failed-conversion-restores-state': 'violated',
        },
      },
    ],
  },
  {
    name: 'readding-in-rollback-can-fail',
    who: 'Yan Zhao; Ackerley Tng: "no choice"',
    message: thread,
    says: 'Adding the merged folio back to the filemap after a failed split can fail.',
    finding: 'confirmed',
    because: 'The failed add frees the folio: the page is then missing from the filemap.',
    worlds: [
      {
        scenario: 'convert-to-shared-out-of-memory',
        design: 'rfc-v2-split',
        promises: {
          'readding-after-failed-split-works': 'violated',
          'failed-conversion-restores-state': 'violated',
        },
      },
    ],
  },
  {
    name: 'splitting-after-failed-merge-can-fail',
    who: 'Yan Zhao; Ackerley Tng concedes',
    message: thread,
    says: 'Splitting again after a failed merge can fail, because the merge has just freed the stash.',
    finding: 'confirmed',
    because: 'The split allocates a stash entry anew, which can run out of memory.',
    worlds: [
      {
        scenario: 'convert-to-private-out-of-memory',
        design: 'rfc-v2-split',
        promises: {
          'splitting-after-failed-merge-works': 'violated',
          'failed-conversion-restores-state': 'violated',
        },
      },
    ],
  },
  {
    name: 'warn-only-range-rollback-is-unsafe',
    who: 'Yan Zhao',
    message: thread,
    says: 'Merely warning of failures while a range is rolled back leaves a broken state behind.',
    finding: 'confirmed',
    because: 'A merge that fails in the rollback leaves its hugepage split or out of the filemap.',
    worlds: [
      {
        scenario: 'convert-two-hugepages-out-of-memory',
        design: 'rfc-v2-split',
        promises: { 'range-rollback-merges': 'violated', 'page-size-matches-shareability': 'violated' },
      },
    ],
  },
  {
    name: 'range-rollback-duplicates-work-list-rollback',
    who: 'Yan Zhao asks; Ackerley Tng: needed for failures halfway',
    message: thread,
    says: 'What the range level rolls back, the work-list level would roll back as well.',
    finding: 'confirmed',
    because:
      'Without the range level every failure still ends in the same state; with it, hugepages are merged that were split before.',
    worlds: [
      {
        scenario: 'convert-mixed-unmapped-out-of-memory',
        design: 'rfc-v2-split',
        promises: { 'page-size-matches-shareability': 'violated' },
      },
      {
        scenario: 'convert-mixed-unmapped-out-of-memory',
        design: 'rollback-by-work-list',
        promises: { 'page-size-matches-shareability': 'holds', 'conversion-rollback-works': 'holds' },
      },
      {
        scenario: 'convert-two-hugepages-out-of-memory-once',
        design: 'rfc-v2-split',
        promises: { 'conversion-rollback-works': 'holds', 'range-rollback-merges': 'holds' },
      },
    ],
  },
  {
    name: 'going-shared-may-split-unconditionally',
    who: 'Yan Zhao asks, Ackerley Tng answers',
    message: thread,
    says: 'A conversion to shared needs no check before it splits: at least one page is shared by then.',
    finding: 'confirmed',
    because: 'The shareability is stored first, and every hugepage visited holds a page of the request.',
    worlds: [
      {
        scenario: 'convert-to-shared',
        design: 'rfc-v2-split',
        promises: { 'page-size-matches-shareability': 'holds', 'conversion-is-all-or-nothing': 'holds' },
      },
    ],
  },
  {
    name: 'going-private-must-try-to-merge',
    who: 'Ackerley Tng; Yan Zhao accepts',
    message: thread,
    says: 'A conversion to private may merge only where no other page of the hugepage is shared.',
    finding: 'confirmed',
    because:
      'With one of two shared pages converted the hugepage stays split; merging it would wait for ever for the host to unmap the other.',
    worlds: [
      {
        scenario: 'convert-one-of-two-to-private',
        design: 'rfc-v2-split',
        promises: {
          'page-size-matches-shareability': 'holds',
          'private-hugepages-are-merged': 'holds',
          'conversion-is-all-or-nothing': 'holds',
        },
      },
      {
        scenario: 'convert-one-of-two-to-private',
        design: 'rfc-v2-repaired',
        mutation: 'without-look-for-shared-pages',
        promises: { 'nothing-is-stuck': 'violated' },
      },
    ],
  },
  {
    name: 'rollback-index-underflows',
    who: 'Ackerley Tng, note to self; Yan Zhao agrees',
    message: thread,
    says: 'The index of the range rollback underflows when the failing hugepage is the first of the file.',
    finding: 'confirmed',
    because: 'index >= start holds for every index when start is 0, so that the loop wraps and never ends.',
    worlds: [
      {
        scenario: 'convert-from-zero-out-of-memory',
        design: 'rfc-v2-split',
        promises: { 'no-index-wraps': 'violated' },
      },
      {
        scenario: 'convert-from-zero-out-of-memory',
        design: 'rollback-index-guarded',
        promises: { 'no-index-wraps': 'holds' },
      },
    ],
  },
  {
    name: 'tdx-references-break-the-split',
    who: 'Ackerley Tng; Yan Zhao after retracting the opposite',
    message: thread,
    says: 'If TDX held references for mapped private pages, a partly converted hugepage could not be split.',
    finding: 'confirmed',
    because: 'Pages that stay mapped keep their references, and the freeze loop waits for them for ever.',
    worlds: [
      {
        scenario: 'convert-beside-tdx-mapped-private-page',
        design: 'rfc-v2-split',
        promises: { 'nothing-is-stuck': 'violated' },
      },
      {
        scenario: 'convert-beside-mapped-private-page',
        design: 'rfc-v2-split',
        promises: { 'nothing-is-stuck': 'holds' },
      },
    ],
  },
  {
    name: 'memory-must-be-reserved-first',
    who: 'Yan Zhao',
    message: thread,
    says: 'If all memory is reserved before the point of no return, no rollback can fail for lack of it.',
    finding: 'confirmed-in-part',
    because:
      'No rollback is left that could fail; but an allocation lost while the work list is made still ends in a success that converted nothing, and error_offset is still unset.',
    worlds: [
      {
        scenario: 'convert-two-items-out-of-memory',
        design: 'memory-reserved',
        promises: {
          'conversion-rollback-works': 'holds',
          'failed-conversion-restores-state': 'holds',
          'page-size-matches-shareability': 'holds',
          'conversion-is-all-or-nothing': 'violated',
        },
      },
      {
        scenario: 'convert-to-shared-out-of-memory',
        design: 'memory-reserved',
        promises: { 'readding-after-failed-split-works': 'holds', 'failed-conversion-restores-state': 'holds' },
      },
      {
        scenario: 'convert-to-private-out-of-memory',
        design: 'memory-reserved',
        promises: { 'splitting-after-failed-merge-works': 'holds', 'failed-conversion-restores-state': 'holds' },
      },
      {
        scenario: 'convert-two-hugepages-out-of-memory',
        design: 'memory-reserved',
        promises: { 'range-rollback-merges': 'holds', 'failed-conversion-restores-state': 'holds' },
      },
      {
        scenario: 'convert-two-items-out-of-memory',
        design: 'rfc-v2-repaired',
        promises: { 'conversion-is-all-or-nothing': 'holds', 'failed-conversion-restores-state': 'holds' },
      },
    ],
  },
  {
    name: 'access-after-a-failed-conversion-refaults',
    who: 'Ackerley Tng',
    message: thread,
    says: 'After a conversion failed on a pin, host and guest just fault the page in again.',
    finding: 'confirmed',
    because: 'Only mappings are gone, and nothing keeps them from coming back.',
    worlds: [
      {
        scenario: 'convert-pinned-to-private',
        design: 'rfc-v2-split',
        promises: {
          'failed-conversion-restores-state': 'holds',
          'private-pages-are-not-host-mapped': 'holds',
          'nothing-is-stuck': 'holds',
        },
      },
    ],
  },
  {
    name: 'iommu-pins-block-the-conversion',
    who: 'Ackerley Tng',
    message: thread,
    says: 'IOMMU mappings need not be unmapped: they hold references, and so the conversion to private fails.',
    finding: 'confirmed',
    because: 'No state is reached in which a private page is pinned, unless references go unchecked.',
    worlds: [
      {
        scenario: 'convert-pinned-to-private',
        design: 'rfc-v2-split',
        promises: { 'private-pages-are-not-pinned': 'holds', 'conversion-is-all-or-nothing': 'holds' },
      },
      {
        scenario: 'convert-pinned-to-private',
        design: 'rfc-v2-repaired',
        mutation: 'without-reference-check',
        promises: { 'private-pages-are-not-pinned': 'violated' },
      },
    ],
  },
  {
    name: 'going-shared-needs-no-reference-check',
    who: 'Ackerley Tng',
    message: convertLog,
    says: 'Private folios have speculative references at most, and the conversion to shared just waits for them.',
    finding: 'confirmed-in-part',
    because: 'It waits and gets through, but its WARN_ONCE fires on legal references, those of guest faults included.',
    worlds: [
      {
        scenario: 'convert-to-shared-during-speculative-reference',
        design: 'rfc-v2-split',
        promises: { 'nothing-is-stuck': 'holds', 'freeze-loop-does-not-spin': 'violated' },
      },
      {
        scenario: 'convert-to-shared-during-guest-fault',
        design: 'rfc-v2-split',
        promises: { 'nothing-is-stuck': 'holds', 'freeze-loop-does-not-spin': 'violated' },
      },
    ],
  },
  {
    name: 'no-long-term-reference-after-the-check',
    who: 'Ackerley Tng',
    message: convertLog,
    says: 'Once references were checked no long-term one can appear, because faults are locked out.',
    finding: 'confirmed',
    because: 'GUP-fast finds the PTE gone when it looks again, and a host fault waits for the lock.',
    worlds: [
      {
        scenario: 'convert-to-private-during-pin',
        design: 'rfc-v2-split',
        promises: { 'private-pages-are-not-pinned': 'holds', 'private-pages-are-not-host-mapped': 'holds' },
      },
    ],
  },
  {
    name: 'fully-complete-or-not-at-all',
    who: 'Ackerley Tng, guiding principle',
    message: thread,
    says: 'Shareability, splitting and merging are fully complete or not at all when the ioctl returns.',
    finding: 'refuted',
    because: 'Whenever an undo fails, and whenever the work list loses an item.',
    worlds: [
      {
        scenario: 'convert-to-shared-out-of-memory',
        design: 'rfc-v2-split',
        promises: { 'conversion-is-all-or-nothing': 'violated', 'page-size-matches-shareability': 'violated' },
      },
      {
        scenario: 'convert-to-private-out-of-memory',
        design: 'rfc-v2-split',
        promises: { 'conversion-is-all-or-nothing': 'violated', 'failed-conversion-restores-state': 'violated' },
      },
    ],
  },
  {
    name: 'host-fault-cannot-outrun-the-conversion',
    who: 'Sean Christopherson doubts it',
    message: 'review of [RFC PATCH v2 02/51], 2025-10',
    says: 'A host fault checks the shareability and maps later: a conversion to private may come in between.',
    finding: 'refuted',
    because:
      'The reference that the fault takes under the lock makes the conversion fail; unchecked, the host gets through.',
    worlds: [
      {
        scenario: 'convert-to-private-during-host-fault',
        design: 'rfc-v2-split',
        promises: { 'private-pages-are-not-host-mapped': 'holds' },
      },
      {
        scenario: 'convert-to-private-during-host-fault',
        design: 'rfc-v2-repaired',
        mutation: 'without-reference-check',
        promises: { 'private-pages-are-not-host-mapped': 'violated' },
      },
    ],
  },
]
