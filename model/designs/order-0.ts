/**
 * The trees without hugepages, in the order in which they came.
 *
 * They have no conversion of their own: what a decision about conversions or hugepages says of them is never asked.
 */
import type { Delta, NamedDesign } from './design.ts'
import { rfcV2Split } from './rfc-v2-split.ts'

const delay = 'Paolo Bonzini, "KVM: guest_memfd" cleanups v2, 2024-07-26'

/** Where the chain starts. */
export const preparesAtLookup: NamedDesign = {
  name: 'prepares-at-lookup',
  summary: 'the oldest tree: whoever looks a folio up prepares it for every VM, fallocate included',
  source: 'virt/kvm/guest_memfd.c before the series that delays preparation, 2024-07',
  decisions: {
    ...rfcV2Split.decisions,
    allocator: 'pages',
    prepareAt: 'lookup',
    uptodate: 'cleared',
    preparesFor: 'every-vm',
    lookupLock: 'none',
    poisonedLookup: 'keeps-reference',
    populateRefuses: 'firmware',
    populateSource: 'under-lock',
    populateAttributes: 'ignored',
    unbindOfDyingFile: 'skipped',
  },
}

export const order0: readonly Delta[] = [
  {
    name: 'marks-after-preparation',
    summary:
      'prepares-at-lookup, with a folio up to date only once it is registered; the tree before delayed preparation',
    source: `${delay}, 02/14 and 03/14`,
    base: 'prepares-at-lookup',
    differs: { uptodate: 'registered', poisonedLookup: 'puts' },
  },
  {
    name: 'prepares-at-first-access',
    summary: 'preparation is delayed until the memory is passed to the guest; fallocate only allocates',
    source: `${delay}, 07/14`,
    base: 'marks-after-preparation',
    differs: { prepareAt: 'first-access' },
  },
  {
    name: 'prepared-flag-abstracted',
    summary:
      'prepares for the faulting VM only; common code refuses to populate what is prepared; the flag is abstracted',
    source: 'Paolo Bonzini, "KVM: guest_memfd: abstract how prepared folios are recorded", 2024-11',
    base: 'prepares-at-first-access',
    differs: { preparesFor: 'faulting-vm', populateRefuses: 'prepared', populateAttributes: 'checked' },
  },
  {
    name: 'linux-6-12',
    summary: 'Linux 6.12 as it is maintained: prepared-flag-abstracted, with failed binds and dying files unbound',
    source: 'virt/kvm/guest_memfd.c, Linux 6.12.117',
    base: 'prepared-flag-abstracted',
    differs: { unbindOfDyingFile: 'unlocked', bindError: 'checked' },
  },
  {
    name: 'upstream',
    summary: 'mainline: preparation is not tracked, sources are looked up before populating, the host may map',
    source: 'virt/kvm/guest_memfd.c, torvalds/linux@f8479adb280afd21240548c1e473227168bfae83',
    base: 'prepared-flag-abstracted',
    differs: {
      uptodate: 'cleared',
      populateRefuses: 'firmware',
      populateSource: 'first',
      populateMaps: 'given-pfn',
      unbindOfDyingFile: 'unlocked',
      prefaultOnInvalidSlot: 'fails',
      overlappingBinding: 'eexist',
    },
  },
  {
    name: 'linux-6-19',
    summary:
      'Linux 6.19: preparation is tracked and sources are looked up under the lock, as in 6.12; the host may map',
    source: 'virt/kvm/guest_memfd.c, kalyazin/linux@07a2ee4ca452, without what its series adds',
    base: 'upstream',
    differs: {
      uptodate: 'registered',
      populateRefuses: 'prepared',
      populateSource: 'under-lock',
      overlappingBinding: 'einval',
    },
  },
  {
    name: 'linux-7-3',
    summary:
      'Linux 7.3: mainline, with memslots bound last, unbound under the lock, and private files alone registered',
    source: 'virt/kvm/guest_memfd.c and virt/kvm/kvm_main.c, Linux 7.3.4',
    base: 'upstream',
    differs: {
      unbindOfDyingFile: 'locked',
      bindError: 'checked',
      binds: 'at-commit',
      registers: 'private-files',
    },
  },
  {
    name: 'populate-keeps-folio-locked',
    summary: 'prepared-flag-abstracted, with the folio locked while it is populated',
    source: 'Patrick Roy, direct map removal RFC v3 2/6, 2024-10-30',
    base: 'prepared-flag-abstracted',
    differs: { populateFolio: 'locked' },
  },
  {
    name: 'rfc-v2-without-hugepages',
    summary: 'RFC v2 of the 1G page support series on a file without the custom allocator',
    source: 'Ackerley Tng, RFC PATCH v2 of the 1G page support series, 2025-05-14',
    base: 'rfc-v2-split',
    differs: { allocator: 'pages' },
  },
  {
    name: 'populate-maps-given-pfn',
    summary: 'RFC v2 38/51, with TDX mapping the pfn that populate has looked up',
    source: 'Sean Christopherson, "KVM: x86/mmu: Add dedicated API to map guest_memfd pfn into TDP MMU", 2025-10',
    base: 'rfc-v2-without-hugepages',
    differs: { populateMaps: 'given-pfn' },
  },
  {
    name: 'error-folio-without-lock',
    summary: 'mainline, with broken memory zapped in one section of mmu_lock and without the invalidate lock',
    source: 'our own, see gmemcheck list findings',
    base: 'upstream',
    differs: { failureHandlerLock: 'none' },
  },
  {
    name: 'dying-file-unbound-under-lock',
    summary: 'mainline, with bindings erased under the invalidate lock also while the file is being closed',
    source: 'the in-place conversion series, kvm_gmem_unbind()',
    base: 'upstream',
    differs: { unbindOfDyingFile: 'locked' },
  },
  {
    name: 'bind-error-checked',
    summary: 'mainline, with a memslot refused that cannot be bound whole',
    source: 'Linux 6.12.117, kvm_gmem_bind()',
    base: 'upstream',
    differs: { bindError: 'checked' },
  },
  {
    name: 'prepare-refuses-other-owners',
    summary: 'mainline, with frames refused that the firmware has assigned to another VM',
    source: 'our own, see gmemcheck list findings',
    base: 'upstream',
    differs: { assignedElsewhere: 'refused' },
  },
  {
    name: 'refused-image-cleared',
    summary: 'the oldest tree, with a page cleared again whose image the firmware refuses',
    source: 'our own, see gmemcheck list findings',
    base: 'prepares-at-lookup',
    differs: { refusedImage: 'is-cleared' },
  },
  {
    name: 'upstream-repaired',
    summary: 'mainline with the repairs of all findings',
    source: 'our own, see gmemcheck list findings',
    base: 'upstream',
    differs: {
      populateFolio: 'locked',
      refusedImage: 'is-cleared',
      failureHandlerLock: 'none',
      assignedElsewhere: 'refused',
      unbindOfDyingFile: 'locked',
      bindError: 'checked',
    },
  },
]
