/**
 * How KVM finds pfns through a host mapping.
 */
export interface FollowPfnDecisions {
  /**
   * How hva_to_pfn() finds the pfn of a page that the host maps.
   * `gup`: with a reference on every page; the trees, in which it is not modelled.
   * `follow-pfn`: by __kvm_follow_pfn(), which need not take one; "KVM: allow mapping non-refcounted pages".
   */
  readonly hostPfns: 'gup' | 'follow-pfn'
  /**
   * Which pages without a reference count hva_to_pfn_remapped() refuses.
   * `with-foll-get`: those with a struct page, to callers that want a reference; David Stevens, v7 3/8.
   * `unguarded`: all, to callers that no MMU notifier guards; Sean Christopherson on v7 3/8, and v8.
   */
  readonly followRefuses: 'with-foll-get' | 'unguarded'
  /**
   * Whom kvm_release_pfn() drops a reference for.
   * `struct-page`: every page that has one, whether or not a reference was taken; v7, and v8 as posted.
   * `as-told`: what is_refcounted_page said; Sean Christopherson on v7 3/8.
   */
  readonly followReleases: 'struct-page' | 'as-told'
}
