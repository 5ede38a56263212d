/**
 * A design is one point in the space of decisions that a patch can change.
 */
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

/** A design by what differs from another. */
export interface Delta extends Pick<NamedDesign, 'name' | 'summary' | 'source'> {
  readonly base: string
  readonly differs: Partial<Design>
}
