/**
 * The threads of TDX huge pages, in-place conversion, and HugeTLB support on top of it, as far as they are about
 * conversions.
 */
import type { Claim } from './claim.ts'

const splitThread = 'Re: [RFC PATCH v2 38/51] KVM: guest_memfd: Split allocator pages for guest_memfd use'

export const laterConversions: readonly Claim[] = [
  {
    name: 'private-mappings-outlive-a-failed-conversion',
    who: 'Yan Zhao, against "unmapping is not undone" (Ackerley Tng)',
    message: splitThread,
    says: 'When a conversion to shared fails, the private S-EPT entries should still be there: the guest may go on to use the page without accepting it anew.',
    finding: 'confirmed',
    because:
      'As posted, and in the later batches, the zap comes before the last step that can fail; where folios are restructured first nothing is lost.',
    worlds: [
      {
        scenario: 'convert-to-shared-on-tdx-out-of-memory',
        design: 'rfc-v2-split',
        promises: { 'private-contents-survive': 'violated' },
      },
      {
        scenario: 'convert-to-shared-on-tdx-out-of-memory',
        design: 'hugetlb-restructuring',
        promises: { 'private-contents-survive': 'violated', 'conversion-is-all-or-nothing': 'holds' },
      },
      {
        scenario: 'convert-to-shared-on-tdx-out-of-memory',
        design: 'hugetlb-restructures-first',
        promises: { 'private-contents-survive': 'holds', 'sptes-fit-their-folio': 'holds' },
      },
    ],
  },
  {
    name: 'split-all-before-zapping-any',
    who: 'Yan Zhao',
    message: 'KVM: guest_memfd: Split for punch hole and private-to-shared conversion (TDX huge pages RFC v2, 2025-08)',
    says: 'If the private SPTEs of all VMs are split before any is zapped, a failure leaves everything mapped as it was, if in smaller pieces.',
    finding: 'confirmed-in-part',
    because:
      'It holds for one item in any number of VMs; with a second item the first was zapped when the split of the second fails.',
    worlds: [
      {
        scenario: 'convert-to-shared-on-tdx-of-two-vms-out-of-memory',
        design: 'rfc-v2-repaired',
        promises: { 'private-contents-survive': 'violated' },
      },
      {
        scenario: 'convert-to-shared-on-tdx-of-two-vms-out-of-memory',
        design: 'tdx-split-before-zap',
        promises: { 'private-contents-survive': 'holds', 'failed-conversion-restores-state': 'holds' },
      },
      {
        scenario: 'convert-two-items-on-tdx-out-of-memory',
        design: 'tdx-split-before-zap',
        promises: { 'private-contents-survive': 'violated' },
      },
      {
        scenario: 'convert-two-items-on-tdx-out-of-memory',
        design: 'tdx-split-before-any-zap',
        promises: { 'private-contents-survive': 'holds', 'failed-conversion-restores-state': 'holds' },
      },
    ],
  },
  {
    name: 'users-prepare-before-the-conversion-commits',
    who: 'Yan Zhao',
    message: 'thread of "KVM: TDX: Increase/decrease folio ref for huge pages", 2025-06',
    says: 'Users are asked first, and do what may fail; only then is anything invalidated.',
    finding: 'confirmed-in-part',
    because:
      'Nothing is lost when a user fails; but what the users split a fault may map huge again before the invalidation begins.',
    worlds: [
      {
        scenario: 'convert-two-items-on-tdx-out-of-memory',
        design: 'tdx-users-split-first',
        promises: { 'private-contents-survive': 'holds', 'failed-conversion-restores-state': 'holds' },
      },
      {
        scenario: 'convert-to-shared-on-tdx-during-guest-fault',
        design: 'tdx-users-split-first',
        promises: { 'private-sptes-are-zapped-whole': 'violated' },
      },
    ],
  },
  {
    name: 'failed-unmap-makes-the-split-spin',
    who: 'Ackerley Tng, Rick Edgecombe, Vishal Annapurve, Yan Zhao',
    message: 'thread of "KVM: TDX: Increase/decrease folio ref for huge pages", 2025-06',
    says: 'If TDX fails to unmap a page and keeps a reference, the split of its folio spins for ever; the page should be flagged, and the conversion look at the flag after the zap.',
    finding: 'confirmed',
    because: 'The freeze loop waits for a reference that nobody drops; with the flag the conversion fails before it.',
    worlds: [
      {
        scenario: 'convert-to-shared-when-tdx-keeps-the-page',
        design: 'tdx-split-before-any-zap',
        promises: { 'nothing-is-stuck': 'violated' },
      },
      {
        scenario: 'convert-to-shared-when-tdx-keeps-the-page',
        design: 'tdx-unmap-failures-flagged',
        promises: { 'nothing-is-stuck': 'holds', 'failed-conversion-restores-state': 'holds' },
      },
    ],
  },
  {
    name: 'batches-before-a-failure-stay-converted',
    who: 'Ackerley Tng',
    message: 'HugeTLB support on top of in-place conversion, __kvm_gmem_set_attributes()',
    says: 'A conversion goes hugepage by hugepage; those before the one that fails stay converted, and nothing is rolled back.',
    finding: 'confirmed',
    because: 'It is no longer all or nothing, and what remains is a prefix of whole hugepages.',
    worlds: [
      {
        scenario: 'convert-two-hugepages-out-of-memory',
        design: 'hugetlb-restructuring',
        promises: {
          'failed-conversion-leaves-a-prefix': 'holds',
          'page-size-matches-shareability': 'holds',
          'conversion-is-all-or-nothing': 'violated',
        },
      },
      {
        scenario: 'convert-unaligned-with-hole-out-of-memory',
        design: 'hugetlb-restructuring',
        promises: { 'failed-conversion-leaves-a-prefix': 'holds', 'page-size-matches-shareability': 'holds' },
      },
    ],
  },
  {
    name: 'error-offset-steps-back',
    who: 'Fuad Tabba, after an automatic review',
    message:
      'thread of 20260507-gmem-inplace-conversion-v6-0-91ab5a8b19a4@google.com, on kvm_gmem_is_safe_for_conversion()',
    says: 'With huge folios, folio->index as the error offset can lie before the request; a retry from there converts what was not asked for.',
    finding: 'confirmed',
    because: 'A request that starts within a private huge folio meets that folio in its first batch.',
    worlds: [
      {
        scenario: 'convert-to-private-beside-busy-hugepage',
        design: 'hugetlb-restructuring',
        promises: { 'error-offsets-lie-in-the-request': 'violated' },
      },
      {
        scenario: 'convert-to-private-beside-busy-hugepage',
        design: 'hugetlb-error-offset-clamped',
        promises: { 'error-offsets-lie-in-the-request': 'holds' },
      },
    ],
  },
  {
    name: 'attributes-tree-has-an-external-lock',
    who: 'Sean Christopherson',
    message: 'Re: [RFC PATCH v2 02/51] KVM: guest_memfd: Introduce and use shareability to guard faulting',
    says: 'The locking of the maple tree is undocumented; the invalidate lock should be its external lock.',
    finding: 'confirmed-in-part',
    because:
      'Stores are serialised by the invalidate lock in every design; what goes wrong is readers without it, whom only the invalidation keeps from acting on an old value.',
    worlds: [
      {
        scenario: 'fault-on-page-that-goes-shared',
        design: 'hugetlb-restructuring',
        promises: { 'shared-pages-have-no-private-spte': 'violated' },
      },
      {
        scenario: 'fault-on-page-that-goes-shared',
        design: 'hugetlb-window-to-the-store',
        promises: { 'shared-pages-have-no-private-spte': 'holds' },
      },
    ],
  },
  {
    name: 'everything-that-can-fail-comes-first',
    who: 'Yan Zhao proposes, Ackerley Tng and Sean Christopherson carry out',
    message:
      'guest_memfd: In-place conversion support, v8; 20260618-gmem-inplace-conversion-v8-0-9d2959357853@google.com',
    says: 'Memory is allocated and references are checked before anything is changed; after that a conversion cannot fail, and has nothing to roll back.',
    finding: 'confirmed',
    because:
      'Three conversions of any range in turn, with memory failing anywhere, are each complete or without effect.',
    worlds: [
      {
        scenario: 'convert-pages-in-turn',
        design: 'in-place-conversion',
        promises: {
          'conversion-is-all-or-nothing': 'holds',
          'failed-conversion-restores-state': 'holds',
          'error-offsets-lie-in-the-request': 'holds',
        },
      },
    ],
  },
  {
    name: 'sequence-protects-a-pfn-without-reference',
    who: 'Sean Christopherson, comment in kvm_gmem_is_private_gfn()',
    message: 'in-place conversion after v8, virt/kvm/guest_memfd.c',
    says: 'What a lookup tells can be stale as soon as its lock is dropped; checking the invalidation sequence under mmu_lock is protection enough, for the attribute and for a pfn without reference.',
    finding: 'confirmed',
    because:
      'Neither holes, nor conversions, nor frames allocated anew let a stale pfn in; without the check all of them do.',
    worlds: [
      {
        scenario: 'punch-hole-under-guest-without-reference',
        design: 'in-place-conversion',
        promises: {
          'free-frames-are-unreachable': 'holds',
          'no-stale-spte-is-installed': 'holds',
          'private-pages-belong-to-their-vm': 'holds',
        },
      },
      {
        scenario: 'punch-hole-under-guest-without-reference',
        design: 'in-place-conversion',
        mutation: 'without-stale-check',
        promises: { 'free-frames-are-unreachable': 'violated', 'no-stale-spte-is-installed': 'violated' },
      },
      {
        scenario: 'convert-page-during-guest-fault',
        design: 'in-place-conversion',
        promises: { 'shared-pages-have-no-private-spte': 'holds', 'private-pages-have-no-shared-spte': 'holds' },
      },
    ],
  },
  {
    name: 'private-pages-are-out-of-reach-of-the-host',
    who: 'Ackerley Tng',
    message: 'guest_memfd: In-place conversion support, v8, cover letter',
    says: 'The host can neither map nor keep a page that is private.',
    finding: 'confirmed',
    because: 'A host fault holds a reference from before it drops the invalidate lock, and the conversion sees it.',
    worlds: [
      {
        scenario: 'convert-page-during-host-fault',
        design: 'in-place-conversion',
        promises: { 'private-pages-are-not-host-mapped': 'holds', 'host-mapped-pages-belong-to-the-host': 'holds' },
      },
      {
        scenario: 'convert-page-during-host-fault',
        design: 'in-place-conversion',
        mutation: 'without-reference-check',
        promises: { 'private-pages-are-not-host-mapped': 'violated' },
      },
      {
        scenario: 'convert-pinned-page-to-private',
        design: 'in-place-conversion',
        promises: { 'private-pages-are-not-pinned': 'holds' },
      },
    ],
  },
]
