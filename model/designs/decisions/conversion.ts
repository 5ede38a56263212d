/**
 * What a conversion of pages between private and shared decides, and how it changes folios meanwhile.
 */
export interface ConversionDecisions {
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
}
