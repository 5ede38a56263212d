/**
 * The threads about when pages are prepared, how that is recorded, and how the initial image gets in.
 */
import type { Claim } from './claim.ts'

const delay =
  '[PATCH v2 07/14] KVM: guest_memfd: delay kvm_gmem_prepare_folio() until the memory is passed to the guest, log; 20240726185157.72821-8-pbonzini@redhat.com'
const single = 'KVM: guest_memfd: make kvm_gmem_prepare_folio() operate on a single struct kvm, log (2024-07)'
const abstracted = 'KVM: guest_memfd: abstract how prepared folios are recorded, log (2024-11)'
const gupFirst = 'KVM: guest_memfd: GUP source pages prior to populating guest memory, log and thread (2026)'

export const preparationThreads: readonly Claim[] = [
  {
    name: 'preparing-in-fallocate-makes-population-fail',
    who: 'Paolo Bonzini',
    message: delay,
    says: 'While fallocate prepares pages, the initial image cannot be copied into what was allocated; once preparation is delayed it can.',
    finding: 'confirmed',
    because:
      'The firmware refuses a page that is assigned already, and nothing but the first access assigns it any more.',
    worlds: [
      {
        scenario: 'allocate-then-populate',
        design: 'marks-after-preparation',
        promises: { 'populate-is-not-refused': 'violated' },
      },
      {
        scenario: 'allocate-then-populate',
        design: 'prepares-at-first-access',
        promises: { 'populate-is-not-refused': 'holds' },
      },
    ],
  },
  {
    name: 'hole-may-leave-a-prepared-page-behind',
    who: 'Paolo Bonzini',
    message: delay,
    says: 'A hole can now race with a fault, which leaves a prepared page in the filemap after the hole was punched; that is harmless.',
    finding: 'confirmed',
    because:
      'The page is the fresh one of the fault that came later: what stood there is gone, no SPTE maps a freed page, and no stale pfn is installed. That userspace avoids it by clearing the private attribute first is not so: a fault that has passed its check of the attribute still looks the page up.',
    worlds: [
      {
        scenario: 'punch-hole-during-guest-fault',
        design: 'prepares-at-first-access',
        promises: {
          'punched-range-is-empty': 'holds',
          'punched-pages-are-unmapped': 'holds',
          'no-stale-spte-is-installed': 'holds',
          'free-frames-are-unreachable': 'holds',
        },
      },
    ],
  },
  {
    name: 'every-bound-vm-is-prepared',
    who: 'Paolo Bonzini',
    message: single,
    says: 'Preparation runs for every VM that is bound to the file, whichever accesses the page; later only for the one that does.',
    finding: 'confirmed',
    because:
      'The first VM on the list gets the page, although the second accesses it; once only that one is prepared, it does.',
    worlds: [
      {
        scenario: 'fault-in-page-of-second-vm',
        design: 'prepares-at-first-access',
        promises: { 'private-pages-belong-to-their-vm': 'violated' },
      },
      {
        scenario: 'fault-in-page-of-second-vm',
        design: 'prepared-flag-abstracted',
        promises: { 'private-pages-belong-to-their-vm': 'holds' },
      },
    ],
  },
  {
    name: 'only-one-guest-can-access-the-memory',
    who: 'Paolo Bonzini',
    message: single,
    says: 'Preparing for one VM is no limitation: of several that are bound to a file, the hardware lets only one access it.',
    finding: 'confirmed-in-part',
    because:
      'Nothing refuses the second VM: its fault succeeds, and maps a page that the firmware has assigned to the first.',
    worlds: [
      {
        scenario: 'fault-in-page-from-two-vms',
        design: 'prepared-flag-abstracted',
        promises: { 'private-pages-belong-to-their-vm': 'violated' },
      },
      {
        scenario: 'fault-in-page-from-two-vms',
        design: 'prepare-refuses-other-owners',
        promises: { 'private-pages-belong-to-their-vm': 'holds' },
      },
    ],
  },
  {
    name: 'one-flag-suffices-for-order-0-only',
    who: 'Paolo Bonzini, thanking Michael Roth',
    message: abstracted,
    says: 'One flag per folio records what is prepared only while folios are pages; a large folio that is partly populated needs a bit per page.',
    finding: 'confirmed',
    because: 'Populating one page of a huge folio marks it all, and the guest is handed the other page uncleared.',
    worlds: [
      {
        scenario: 'populate-part-of-huge-folio',
        design: 'rfc-v2-split',
        promises: { 'uptodate-pages-were-cleared': 'violated', 'guest-sees-no-stale-data': 'violated' },
      },
      {
        scenario: 'populate-refused-by-firmware',
        design: 'prepared-flag-abstracted',
        promises: { 'uptodate-pages-were-cleared': 'holds', 'guest-sees-no-stale-data': 'holds' },
      },
    ],
  },
  {
    name: 'the-flag-is-to-be-hidden',
    who: 'Paolo Bonzini',
    message: abstracted,
    says: 'The uptodate flag should not be used directly, but through a function that may later take an index and an order.',
    finding: 'not-a-model-matter',
    because: 'It changes how the code reads, and nothing that it does.',
    worlds: [],
  },
  {
    name: 'source-under-the-invalidate-lock-may-deadlock',
    who: 'Sean Christopherson and Yan Zhao',
    message: gupFirst,
    says: 'A source page that is looked up under the invalidate lock takes mmap_lock inside it, and host faults take them the other way round.',
    finding: 'confirmed',
    because: 'The callback faults the source in under the lock; looked up first, nothing of guest_memfd is held.',
    worlds: [
      {
        scenario: 'allocate-then-populate',
        design: 'prepared-flag-abstracted',
        promises: { 'locks-are-taken-in-order': 'violated' },
      },
      { scenario: 'allocate-then-populate', design: 'upstream', promises: { 'locks-are-taken-in-order': 'holds' } },
    ],
  },
  {
    name: 'populating-through-a-fault-waits-for-itself',
    who: 'Sean Christopherson and Yan Zhao',
    message: gupFirst,
    says: 'Populate holds the invalidate lock for write, and the TDX callback looks the pfn up once more as a fault does, for which that takes the lock for read.',
    finding: 'confirmed',
    because:
      'The thread waits for the lock that it holds; mapping the pfn that populate has found needs no second lookup.',
    worlds: [
      { scenario: 'populate-on-tdx', design: 'rfc-v2-without-hugepages', promises: { 'nothing-is-stuck': 'violated' } },
      { scenario: 'populate-on-tdx', design: 'populate-maps-given-pfn', promises: { 'nothing-is-stuck': 'holds' } },
      { scenario: 'populate-on-tdx', design: 'prepared-flag-abstracted', promises: { 'nothing-is-stuck': 'holds' } },
    ],
  },
]
