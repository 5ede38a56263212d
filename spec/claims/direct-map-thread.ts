/**
 * The threads of the direct map series: RFC v3 3/6 with its record, and the later marks.
 */
import type { Claim } from './claim.ts'

const rfcV3 = '[RFC PATCH v3 3/6] kvm: gmem: implement direct map manipulation routines'
const rfcV3Log = `${rfcV3}, log`
const flagPatch = 'KVM: guest_memfd: Add flag to remove from direct map'

export const directMapThread: readonly Claim[] = [
  {
    name: 'error-path-keeps-the-xarray-lock',
    who: 'Mike Day',
    message: `Re: ${rfcV3}`,
    says: 'When the xarray cannot be updated, kvm_gmem_set_direct_map() leaves without xa_unlock().',
    finding: 'confirmed-in-part',
    because:
      'As posted the path is never taken: xa_err() is asked about the xarray and not about what was stored. Once the error is looked at, the lock is kept, and the next caller waits for ever; with xa_unlock() on that path it is dropped.',
    worlds: [
      {
        scenario: 'set-out-of-memory',
        design: 'direct-map-rfc-v3',
        promises: { 'calls-keep-no-locks': 'holds', 'successful-changes-are-recorded': 'violated' },
      },
      {
        scenario: 'set-out-of-memory',
        design: 'direct-map-store-error-returned',
        promises: { 'calls-keep-no-locks': 'violated', 'nothing-is-stuck': 'violated' },
      },
      {
        scenario: 'set-out-of-memory',
        design: 'direct-map-error-path-unlocks',
        promises: { 'calls-keep-no-locks': 'holds', 'nothing-is-stuck': 'holds' },
      },
    ],
  },
  {
    name: 'xarray-lock-serializes-changes',
    who: 'Patrick Roy',
    message: rfcV3Log,
    says: 'xa_lock serializes the two routines that change the direct map, which keeps xarray and direct map consistent.',
    finding: 'refuted',
    because:
      'A store that has to allocate drops xa_lock in between, so that another change runs in the middle of the first; and folios are locked, and entries split, under a spinlock.',
    worlds: [
      {
        scenario: 'set-at-once',
        design: 'direct-map-counts-right',
        promises: { 'direct-map-is-as-recorded': 'violated', 'spinlock-sections-do-not-sleep': 'violated' },
      },
      {
        scenario: 'set-at-once',
        design: 'direct-map-repaired',
        promises: { 'direct-map-is-as-recorded': 'holds', 'spinlock-sections-do-not-sleep': 'holds' },
      },
    ],
  },
  {
    name: 'configuring-comes-before-changes',
    who: 'Patrick Roy',
    message: rfcV3Log,
    says: 'A folio is configured before its lock is first dropped, so that changes always come after.',
    finding: 'refuted',
    because:
      'fallocate() puts folios into the filemap that nobody has prepared. A change that removes their entries makes the fault clear them through the direct map; where it only restores them, the fault repairs the order.',
    worlds: [
      {
        scenario: 'set-folio-of-allocated-page',
        design: 'direct-map-counts-right',
        promises: { 'direct-map-holes-are-not-accessed': 'violated' },
      },
      {
        scenario: 'set-range-during-fault',
        design: 'direct-map-counts-right',
        promises: { 'direct-map-is-as-recorded': 'holds' },
      },
    ],
  },
  {
    name: 'changes-are-eventually-consistent',
    who: 'Patrick Roy',
    message: rfcV3Log,
    says: 'Xarray and direct map agree by the time a change returns.',
    finding: 'refuted',
    because:
      'As posted the last page is not recorded, and a range that has folios is not changed at all. With that mended it holds of a change that runs beside a fault, and not of one that fails halfway.',
    worlds: [
      {
        scenario: 'set-folio-in-use',
        design: 'direct-map-rfc-v3',
        promises: { 'direct-map-is-as-recorded': 'violated' },
      },
      {
        scenario: 'set-range-during-fault',
        design: 'direct-map-counts-right',
        promises: { 'direct-map-is-as-recorded': 'holds' },
      },
      {
        scenario: 'set-out-of-memory',
        design: 'direct-map-counts-right',
        promises: { 'direct-map-is-as-recorded': 'violated' },
      },
    ],
  },
  {
    name: 'intents-are-applied-at-the-fault',
    who: 'Patrick Roy',
    message: rfcV3Log,
    says: 'A state requested for pages that are not faulted in yet is recorded, and applied after the fault.',
    finding: 'refuted',
    because:
      'The search begins after the first page of the folio, which of a folio of one page is all of it; and setting such a range never ends.',
    worlds: [
      {
        scenario: 'fault-on-recorded-page',
        design: 'direct-map-rfc-v3',
        promises: { 'direct-map-is-as-recorded': 'violated' },
      },
      {
        scenario: 'set-range-of-unallocated-pages',
        design: 'direct-map-rfc-v3',
        promises: { 'calls-can-return': 'violated' },
      },
      {
        scenario: 'fault-on-recorded-page',
        design: 'direct-map-counts-right',
        promises: { 'direct-map-is-as-recorded': 'holds' },
      },
    ],
  },
  {
    name: 'restoring-is-hopeful',
    who: 'Dave Hansen',
    message: `Re: [PATCH v8] ${flagPatch}, 2025-12-05`,
    says: 'That restoring direct map entries cannot fail may become untrue in many ways; at least warn.',
    finding: 'confirmed',
    because:
      'Order-0 folios split their large entry when they are removed, and restoring them needs no memory. Once a folio was removed by way of a large entry and split since, restoring one page may fail, silently in v7 and v11; the warning of v9 tells, and frees the page all the same.',
    worlds: [
      {
        scenario: 'fault-from-two-vcpus',
        design: 'direct-map-v11',
        promises: { 'free-frames-are-in-the-direct-map': 'holds' },
      },
      {
        scenario: 'truncate-page-of-split-folio-out-of-memory',
        design: 'direct-map-v7',
        promises: { 'free-frames-are-in-the-direct-map': 'violated', 'direct-map-restore-works': 'holds' },
      },
      {
        scenario: 'truncate-page-of-split-folio-out-of-memory',
        design: 'direct-map-v9',
        promises: { 'free-frames-are-in-the-direct-map': 'violated', 'direct-map-restore-works': 'violated' },
      },
    ],
  },
  {
    name: 'split-folio-needs-a-split-to-restore',
    who: 'Rick Edgecombe asks, Nikita Kalyazin and Ackerley Tng answer',
    message: `Re: [PATCH v9 07/13] ${flagPatch}, 2026-01-15`,
    says: 'A folio that is zapped whole and split afterwards may need a page table split when a page of it is restored.',
    finding: 'confirmed',
    because:
      'With memory at hand the restore splits the entry; without, the page goes back with no entry. Poisoning it, as RFC v3 did, keeps it from being used.',
    worlds: [
      {
        scenario: 'truncate-page-of-split-folio',
        design: 'direct-map-v11',
        promises: { 'free-frames-are-in-the-direct-map': 'holds' },
      },
      {
        scenario: 'truncate-page-of-split-folio-out-of-memory',
        design: 'direct-map-v11',
        promises: { 'free-frames-are-in-the-direct-map': 'violated' },
      },
      {
        scenario: 'truncate-page-of-split-folio-out-of-memory',
        design: 'direct-map-flag-repaired',
        promises: { 'free-frames-are-in-the-direct-map': 'holds' },
      },
    ],
  },
  {
    name: 'populate-writes-to-removed-pages',
    who: 'Ackerley Tng reports it, Nikita Kalyazin agrees',
    message: `Re: [PATCH v11 10/16] ${flagPatch}, 2026-03-23`,
    says: 'kvm_gmem_populate() may write to folios that were removed from the direct map; VMs that populate are excluded.',
    finding: 'confirmed',
    because:
      'Only the source page is looked up by GUP. RFC v3 was safe: a page that is up to date is refused with -EEXIST.',
    worlds: [
      {
        scenario: 'populate-faulted-page',
        design: 'direct-map-v11',
        promises: { 'direct-map-holes-are-not-accessed': 'violated' },
      },
      {
        scenario: 'populate-faulted-page',
        design: 'direct-map-v12',
        promises: { 'direct-map-holes-are-not-accessed': 'holds' },
      },
      {
        scenario: 'populate-faulted-page',
        design: 'direct-map-rfc-v3',
        promises: { 'direct-map-holes-are-not-accessed': 'holds' },
      },
    ],
  },
  {
    name: 'guest-faults-ignore-the-zap',
    who: 'Ackerley Tng asks, Nikita Kalyazin agrees',
    message: `Re: [PATCH v9 07/13] ${flagPatch}, 2026-01-22`,
    says: 'There is no reason why a zap that fails is not handled when the guest faults.',
    finding: 'confirmed',
    because: 'Up to v9 the guest is given the page although it is still in the direct map; v11 returns the error.',
    worlds: [
      {
        scenario: 'fault-out-of-memory',
        design: 'direct-map-v9',
        promises: { 'handed-out-pages-have-left-the-direct-map': 'violated' },
      },
      {
        scenario: 'fault-out-of-memory',
        design: 'direct-map-v11',
        promises: { 'handed-out-pages-have-left-the-direct-map': 'holds' },
      },
    ],
  },
]
