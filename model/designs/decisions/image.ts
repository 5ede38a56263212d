/**
 * How the initial image is copied in.
 */
export interface ImageDecisions {
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
   * Whether populate clears a page that nobody has cleared before.
   * `nothing`: what the image is copied into is marked up to date afterwards; upstream, Linux 7.3.
   * `at-lookup`: it is cleared and marked as soon as it is looked up, whoever asks: an image may be in place; in-place
   * conversion v8 21/46.
   */
  readonly populateClears: 'nothing' | 'at-lookup'
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
}
