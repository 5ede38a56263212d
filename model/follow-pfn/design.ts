/**
 * What patches about finding pfns without taking references decide.
 */
export interface FollowDesign {
  /**
   * Which pages without a reference count hva_to_pfn_remapped() refuses.
   * `with-foll-get`: those with a struct page, to callers that want a reference; David Stevens, v7 3/8.
   * `unguarded`: all, to callers that no MMU notifier guards; Sean Christopherson on v7 3/8, and v8.
   */
  readonly refuses: 'with-foll-get' | 'unguarded'
  /**
   * Whom kvm_release_pfn() drops a reference for.
   * `struct-page`: every page that has one, whether or not a reference was taken; v7, and v8 as posted.
   * `as-told`: what is_refcounted_page said; Sean Christopherson on v7 3/8.
   */
  readonly releases: 'struct-page' | 'as-told'
}
