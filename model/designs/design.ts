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
