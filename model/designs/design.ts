/**
 * A design is one point in the space of decisions that a patch can change.
 */
import type { FlagDesign, XarrayDesign } from '../direct-map/design.ts'
import type { FollowDesign } from '../follow-pfn/design.ts'

export interface Design {
  /**
   * Which gfns faults are kept away from while a range is converted.
   * `hugepage`: the range widened to hugepages; RFC v2 38/51, kvm_gmem_compute_invalidate_bound().
   * `exact`: the converted range only; RFC v2 04/51.
   */
  readonly invalidateWindow: 'exact' | 'hugepage'
  /**
   * The loop that rolls back a partly restructured range, kvm_gmem_restructure_folios_in_range().
   * `wraps`: steps below a start of 0; RFC v2 38/51.
   * `guarded`: ends there; Ackerley Tng's note to self, acknowledged by Yan Zhao.
   */
  readonly rollbackIndex: 'wraps' | 'guarded'
  /**
   * When a conversion gets the memory it may need for maple nodes, filemap nodes, stash and vmemmap.
   * `on-demand`: step by step, rolling back when it runs out; RFC v2 38/51.
   * `reserved`: all of it before the point of no return, after which nothing fails; Yan Zhao on 38/51.
   */
  readonly memory: 'on-demand' | 'reserved'
  /**
   * An allocation that fails while kvm_gmem_convert_compute_work() makes the work list.
   * `swallowed`: the error stays in the inner `ret`, which shadows the one returned; RFC v2 04/51.
   * `reported`: the error is returned; repair of the finding conversion-that-did-nothing-succeeds.
   */
  readonly workListError: 'swallowed' | 'reported'
  /**
   * What kvm_gmem_restructure_folios_in_range() returns when the range has no folio.
   * `unset`: a local nobody assigned; RFC v2 38/51.
   * `zero`: 0; repair of the finding restructure-returns-an-unset-value.
   */
  readonly restructureResult: 'unset' | 'zero'
  /**
   * How a conversion to private gets rid of shared SPTEs.
   * `through-notifier`: only as unmap_mapping_pages() reaches KVM, which needs a VMA; RFC v2 38/51.
   * `zapped`: by gfn, as for private ones; RFC v2 04/51.
   */
  readonly sharedSptes: 'through-notifier' | 'zapped'
  /**
   * What error_offset tells when a conversion fails for another reason than references.
   * `unset`: a local nobody assigned; RFC v2 04/51.
   * `start`: the start of the request; repair of the finding error-offset-is-never-set.
   */
  readonly errorIndex: 'unset' | 'start'
  /**
   * A failed __filemap_add_folio() of a folio whose count is frozen to 0 drops the references it took.
   * `frees`: the count falls back to 0, which frees the folio; RFC v2 38/51.
   * `keeps`: the caller holds a reference over the add; repair of the finding failed-add-frees-the-page.
   */
  readonly failedAdd: 'frees' | 'keeps'
  /**
   * A stash entry that cannot be stored.
   * `ignored`: the result is looked for in the old entry; RFC v2 35/51.
   * `checked`: the split fails; repair of the finding lost-stash-entry.
   */
  readonly stashError: 'ignored' | 'checked'
  /**
   * Putting back the hugepages of a range when a later one fails.
   * `range-and-work-list`: by the range, whatever they were before, and by the work list again; RFC v2 38/51.
   * `work-list`: by the work list alone; Yan Zhao on 38/51 asks whether the other is not duplicate.
   */
  readonly rollbackLevels: 'range-and-work-list' | 'work-list'
  /**
   * Which pages of a merged folio count as up to date.
   * `head`: all, if the first one was; RFC v2 35/51.
   * `every-page`: what was not is cleared at the merge; repair of the finding merge-hides-stale-page.
   */
  readonly uptodateAtMerge: 'head' | 'every-page'
  /**
   * How a fresh huge folio with shared pages is split.
   * `in-the-open`: in the filemap, where others find it huge, or its slots empty; RFC v2 38/51.
   * `under-mutex`: nobody else looks the hugepage up meanwhile, and its memory was reserved before; repair of the
   * findings failed-split-of-fresh-folio-hits-bug and racing-allocations.
   */
  readonly freshSplit: 'in-the-open' | 'under-mutex'
  /**
   * The loop that waits until only the filemap refers to a folio.
   * `warns`: WARN_ONCE at the first miss; RFC v2 38/51.
   * `quiet`: waits in silence, as speculative references are legal.
   */
  readonly freezeLoop: 'warns' | 'quiet'
  /**
   * How a range is converted.
   * `work-list`: run by run of pages that differ, rolling all back when one fails; RFC v2 04/51, 38/51.
   * `hugepage-batches`: hugepage by hugepage, those before the one that fails staying converted; HugeTLB support on top of
   * in-place conversion.
   * `in-place`: order-0 folios, all at once, after everything that can fail; in-place conversion v8.
   */
  readonly conversion: 'work-list' | 'hugepage-batches' | 'in-place'
  /**
   * Where a folio is while it is split or merged.
   * `out-of-filemap`: taken out, and its pages added anew; RFC v2 38/51.
   * `in-filemap`: frozen in its slots; HugeTLB support on top of in-place conversion.
   */
  readonly restructuring: 'out-of-filemap' | 'in-filemap'
  /**
   * When a batch lets guest faults in again.
   * `before-restructuring`: once the SPTEs are zapped; HugeTLB support on top of in-place conversion.
   * `after-store`: once folios and attributes are those of the new kind; in-place conversion v8, and repair of the finding
   * fault-begins-before-the-store.
   */
  readonly batchEnds: 'before-restructuring' | 'after-store'
  /**
   * What a batch does first, once it has split the private SPTEs at its ends.
   * `zap`: HugeTLB support on top of in-place conversion.
   * `restructure`: nothing is zapped before the conversion can no longer fail; weighed by Ackerley Tng and Yan Zhao in the
   * thread of "KVM: TDX huge page support for private memory" v3.
   */
  readonly batchBegins: 'zap' | 'restructure'
  /**
   * Which SPTEs a batch zaps.
   * `both-kinds`: HugeTLB support on top of in-place conversion.
   * `old-kind`: of the kind that the conversion ends; in-place conversion v8.
   */
  readonly batchZaps: 'both-kinds' | 'old-kind'
  /**
   * An order-0 folio of a hugepage that leaves the filemap.
   * `restores`: takes hugetlb's metadata of the whole hugepage with it; HugeTLB support on top of in-place conversion.
   * `leaves`: to whoever merges the hugepage after the last of its pages is free; repair of the finding
   * eviction-of-pinned-hugepage-oopses.
   */
  readonly metadataOfPages: 'restores' | 'leaves'
  /**
   * What error_offset tells when a folio has references.
   * `folio`: where the folio starts; in-place conversion up to v6.
   * `within-request`: that, or the start of the request if it lies before; Fuad Tabba on v6.
   */
  readonly busyOffset: 'folio' | 'within-request'
  /**
   * When a host fault drops the invalidate lock.
   * `at-the-end`: RFC v2 02/51. `after-lookup`: before it looks at the folio; in-place conversion v8.
   */
  readonly hostFaultUnlocks: 'at-the-end' | 'after-lookup'
  /**
   * How much of a folio that is not up to date is cleared.
   * `folio`: RFC v2 33/51. `first-page`: HugeTLB support on top of in-place conversion.
   */
  readonly clears: 'folio' | 'first-page'
  /**
   * When private SPTEs that reach beyond the range are split.
   * `in-zap`: as the zap meets them; RFC v2 38/51 with TDX huge pages v1.
   * `before-zap`: of an item those of all VMs, before any of that item is zapped; Yan Zhao, TDX huge pages RFC v2.
   * `before-any-zap`: of all items; repair of the finding later-split-fails-after-a-zap.
   * `before-invalidation`: by the users, asked before anything is invalidated; Yan Zhao on TDX huge pages v1.
   */
  readonly privateSplit: 'in-zap' | 'before-zap' | 'before-any-zap' | 'before-invalidation'
  /**
   * What tells a conversion that TDX could not unmap a page.
   * `reference`: one that TDX keeps; TDX huge pages v1.
   * `flag`: the page is poisoned, and the conversion stops; Yan Zhao and Rick Edgecombe in the thread of v1.
   */
  readonly failedUnmap: 'reference' | 'flag'

  // --- where memory comes from, and who makes it fit for the guest
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

  // --- hugepages allocated, populated and freed
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

  // --- the initial image
  /**
   * Who refuses to populate a page that is prepared already.
   * `firmware`: only the firmware, for what it has registered; until "move check for already-populated page to common
   * code" (Paolo Bonzini, 2024-07), and again upstream.
   * `prepared`: common code, for what is up to date.
   */
  readonly populateRefuses: 'firmware' | 'prepared'
  /**
   * When the source page of a populated page is looked up.
   * `under-lock`: by the callback, under the invalidate lock; until then.
   * `first`: before any lock of guest_memfd is taken, which is then taken page by page; "GUP source pages prior to
   * populating guest memory" (2026).
   */
  readonly populateSource: 'under-lock' | 'first'
  /**
   * Whether populate looks at the attributes of a page.
   * `ignored`: no; the oldest trees.
   * `checked`: what is not private is refused; the cleanups of Paolo Bonzini, 2024-07, and later.
   */
  readonly populateAttributes: 'ignored' | 'checked'
  /**
   * The folio that is populated.
   * `unlocked`: its lock is dropped before the image is copied in; all trees.
   * `locked`: kept over the copy and the mark; Patrick Roy, direct map removal RFC v3 2/6.
   */
  readonly populateFolio: 'unlocked' | 'locked'
  /**
   * How TDX maps a page of the initial image.
   * `through-fault`: kvm_tdp_map_page() looks its pfn up as a fault does; TDX as posted and first merged.
   * `given-pfn`: kvm_tdp_mmu_map_private_pfn() maps the pfn that populate has; Sean Christopherson, 2025-10.
   */
  readonly populateMaps: 'through-fault' | 'given-pfn'
  /**
   * A page of the initial image that the firmware refuses.
   * `stays`: the copy is left in the page; sev_gmem_post_populate(), arch/x86/kvm/svm/sev.c.
   * `is-cleared`: it is cleared; repair of the finding refused-image-stays-in-the-page.
   */
  readonly refusedImage: 'stays' | 'is-cleared'

  // --- memslots, files, broken memory
  /**
   * Deleting a memslot whose file is being closed.
   * `skipped`: nothing is done, as if kvm_gmem_release() had run; until 2025.
   * `unlocked`: the bindings are erased without the invalidate lock; upstream.
   * `locked`: with it, and no reference is taken to a file that is open either; the in-place conversion series, Linux 7.3.
   */
  readonly unbindOfDyingFile: 'skipped' | 'unlocked' | 'locked'
  /**
   * KVM_PRE_FAULT_MEMORY that meets a memslot which is being deleted.
   * `retries`: in place, inside the read section that the deletion waits for; the trees before 2025-08.
   * `fails`: with -EAGAIN; "Return -EAGAIN if userspace deletes/moves memslot during prefault" (Sean Christopherson).
   */
  readonly prefaultOnInvalidSlot: 'retries' | 'fails'
  /**
   * A binding that cannot be stored whole.
   * `ignored`: the result of xa_store_range() is not looked at; upstream.
   * `checked`: undone, and the memslot is refused; kvm_gmem_bind() of Linux 6.12.117, kvm_gmem_commit_memory_region() of
   * Linux 7.3.
   */
  readonly bindError: 'ignored' | 'checked'
  /**
   * When a new memslot is bound.
   * `at-once`: first of all, and unbound again when something else fails; kvm_gmem_bind(), until 2026.
   * `at-commit`: last, and the reference to the file is kept until vCPUs see the memslot; kvm_gmem_prepare_memory_region()
   * and kvm_gmem_commit_memory_region(), the in-place conversion series, Linux 7.3.
   */
  readonly binds: 'at-once' | 'at-commit'
  /**
   * What binding a memslot over pages that another one is bound to fails with.
   * `einval`: -EINVAL; the trees before 2026, and RFC v2. `eexist`: -EEXIST; since then.
   */
  readonly overlappingBinding: 'einval' | 'eexist'
  /**
   * kvm_gmem_error_folio(), which is called with the folio locked.
   * `shared`: takes the invalidate lock for read; all trees.
   * `none`: does not, and starts and ends the invalidation of a file in one section of mmu_lock, files and memslots being
   * kept by other means; repair of the finding memory-failure-deadlocks-with-punch-hole.
   */
  readonly failureHandlerLock: 'shared' | 'none'
}

/** A design with a name: a base and what differs from it. */
export interface NamedDesign {
  /** Kebab-case. */
  readonly name: string
  readonly summary: string
  /** Who proposed it, and where; the kernel revision it was read from. */
  readonly source: string
  /** The design it starts from, if any. */
  readonly base?: string
  readonly decisions: Design
}

/** What guest_memfd does with the kernel's direct map. */
export type DirectMapDesign = Omit<NamedDesign, 'decisions'> &
  (
    | { readonly family: 'direct-map-xarray'; readonly decisions: XarrayDesign }
    | { readonly family: 'direct-map-flag'; readonly decisions: FlagDesign }
  )

/** What KVM does with pfns that it finds through a host mapping. */
export interface FollowPfnDesign extends Omit<NamedDesign, 'decisions'> {
  readonly family: 'follow-pfn'
  readonly decisions: FollowDesign
}

/**
 * Designs of one family decide the same things and have the same operations; those without a family are about the pages
 * of guest_memfd. A scenario runs under every design that has its operations.
 */
export type AnyDesign = (NamedDesign & { readonly family?: never }) | DirectMapDesign | FollowPfnDesign

/** A design by what differs from another. */
export interface Delta extends Pick<NamedDesign, 'name' | 'summary' | 'source'> {
  readonly base: string
  readonly differs: Partial<Design>
}
