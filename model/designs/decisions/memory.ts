/**
 * Where memory of the file comes from, who makes it fit for the guest, and how it is freed.
 */
export interface MemoryDecisions {
  /**
   * What a lookup that finds nothing allocates.
   * `pages`: order-0 folios, by the page cache; all trees without hugepages.
   * `hugepages`: huge folios, by a custom allocator; RFC v2 33/51.
   */
  readonly allocator: 'pages' | 'hugepages'
  /**
   * Who prepares a folio.
   * `lookup`: whoever looks it up, so fallocate too; until "delay kvm_gmem_prepare_folio() until the memory is passed to
   * the guest" (Paolo Bonzini, 2024-07-26).
   * `first-access`: the guest fault that needs it; since then.
   */
  readonly prepareAt: 'lookup' | 'first-access'
  /**
   * What the uptodate flag says of a folio.
   * `registered`: cleared and registered with the firmware, which is then not asked again; "delay folio_mark_uptodate()
   * until after successful preparation" (Paolo Bonzini, 2024-07).
   * `cleared`: cleared or populated; the firmware is asked at every lookup. The trees before that, and today's.
   */
  readonly uptodate: 'registered' | 'cleared'
  /**
   * For whom a folio is registered.
   * `every-vm`: all VMs bound at its index, in the order of the inode's list; until "make kvm_gmem_prepare_folio() operate
   * on a single struct kvm" (Paolo Bonzini, 2024-07).
   * `faulting-vm`: the one that needs it; since then.
   */
  readonly preparesFor: 'every-vm' | 'faulting-vm'
  /**
   * sev_gmem_prepare() of a frame that is assigned to another VM.
   * `accepted`: any assignment will do; arch/x86/kvm/svm/sev.c.
   * `refused`: the fault fails; repair of the finding second-vm-maps-a-page-of-the-first.
   */
  readonly assignedElsewhere: 'accepted' | 'refused'
  /**
   * Which pages a lookup registers with the firmware.
   * `all`: kvm_arch_gmem_prepare(), whatever the page is; all trees before.
   * `private`: kvm_arch_gmem_make_private(), if the page is private now; in-place conversion, after v8.
   * `private-files`: the same, unless memory of the file is shared from the start; Linux 7.3.
   */
  readonly registers: 'all' | 'private' | 'private-files'
  /**
   * What a conversion to shared tells the firmware.
   * `nothing`: RFC v2, HugeTLB support on top of in-place conversion.
   * `shared`: that the pages are the host's again; kvm_gmem_make_shared(), in-place conversion after v8.
   */
  readonly conversionTells: 'nothing' | 'shared'
  /**
   * The reference that a lookup for the guest takes.
   * `kept`: until the fault is over; all trees before.
   * `dropped`: before the lookup returns; in-place conversion, after v8.
   */
  readonly pfnReference: 'kept' | 'dropped'
  /**
   * Whether guest and host faults look folios up under the invalidate lock.
   * `shared`: held for read; RFC v2 02/51.
   * `none`: no; upstream.
   */
  readonly lookupLock: 'shared' | 'none'
  /**
   * What a lookup that finds a poisoned folio does with its reference.
   * `keeps-reference`: forgets it; the trees before "return folio from __kvm_gmem_get_pfn()" (Paolo Bonzini, 2024-07).
   * `puts`: drops it; since then.
   */
  readonly poisonedLookup: 'keeps-reference' | 'puts'
  /**
   * Ranges that fallocate() takes, to allocate or to punch a hole, with a custom allocator.
   * `pages`: any; RFC v2 33/51. `hugepages`: whole hugepages only; HugeTLB support on top of in-place conversion.
   */
  readonly fallocateRanges: 'pages' | 'hugepages'
  /**
   * The end of a range that fallocate() allocates, with a custom allocator.
   * `rounded-down`: like its start; RFC v2 33/51.
   * `rounded-up`: repair of the finding fallocate-allocates-nothing.
   */
  readonly allocationEnd: 'rounded-down' | 'rounded-up'
  /**
   * Where the clearing of a folio begins that a hole covers in part.
   * `folio`: at its start, whatever the start of the hole; kvm_gmem_zero_range(), RFC v2 33/51.
   * `hole`: where the hole does; repair of the finding hole-clears-what-lies-before-it.
   */
  readonly clearsHoleFrom: 'folio' | 'hole'
  /**
   * Whether the folio is locked while a hole in it is cleared.
   * `unlocked`: RFC v2 33/51. `locked`: Yan Zhao on 33/51.
   */
  readonly clearsHole: 'unlocked' | 'locked'
  /**
   * Pages that madvise(MADV_REMOVE) frees through a mapping of the host.
   * `any`: of the range of the mapping; RFC v2 33/51.
   * `shared`: a range with private pages is refused; Yan Zhao asks on 33/51 whether those should be reached.
   */
  readonly hostAdvice: 'any' | 'shared'
  /**
   * The references on a folio that is merged and truncated at once.
   * `filemap-only`: RFC v2 39/51, kvm_gmem_merge_truncate_indices().
   * `held`: one more, until it is unlocked; repair of the finding merged-folio-is-unlocked-after-it-was-freed.
   */
  readonly truncatedFolio: 'filemap-only' | 'held'
  /**
   * A merge that fails before a truncation.
   * `truncates-first-page`: the folio that was looked up, whatever it is by then; RFC v2 39/51.
   * `truncates-pages`: the pages are truncated one by one; repair of the finding failed-merge-leaves-pages-behind.
   */
  readonly unmergedHole: 'truncates-first-page' | 'truncates-pages'
  /**
   * When a split gets the struct pages of a hugepage back.
   * `after-stash`: RFC v2 35/51. `before-stash`: Ackerley Tng, follow-up to 35/51, 2025-05-16.
   */
  readonly vmemmapRestore: 'after-stash' | 'before-stash'
  /**
   * How long populating hugepages holds the invalidate lock.
   * `lookup`: for write, around the lookup of the folio; the HugeTLB series with TDX on top, 2025.
   * `page`: until the folio is marked; repair of the finding hugepage-changes-hands-while-populated.
   */
  readonly populateHolds: 'lookup' | 'page'
  /**
   * A huge folio of which some pages are populated.
   * `marked`: as up to date, all of it; the HugeTLB series with TDX on top, 2025.
   * `refused`: populated whole or not at all; repair of the finding populated-page-marks-its-hugepage.
   */
  readonly partlyPopulated: 'marked' | 'refused'
}
