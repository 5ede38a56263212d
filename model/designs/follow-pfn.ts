/**
 * Designs of finding a pfn without taking a reference.
 */
import type { Delta } from './design.ts'

const series = 'David Stevens, "KVM: allow mapping non-refcounted pages"'

export const followPfnDesigns: readonly Delta[] = [
  {
    name: 'follow-pfn-v7',
    summary: '__kvm_follow_pfn() does not imply FOLL_GET, as posted',
    source: `${series}, v7 3/8, 2023-07-04`,
    base: 'prepares-at-lookup',
    differs: { hostPfns: 'follow-pfn' },
  },
  {
    name: 'follow-pfn-v8',
    summary: 'pfns without a count are for guarded callers only',
    source: `Sean Christopherson on v7 3/8; ${series}, v8 3/8`,
    base: 'follow-pfn-v7',
    differs: { followRefuses: 'unguarded' },
  },
  {
    name: 'follow-pfn-repaired',
    summary: 'follow-pfn-v8, with references dropped that were taken, and no others',
    source: 'Sean Christopherson on v7 3/8: callers are told by is_refcounted_page',
    base: 'follow-pfn-v8',
    differs: { followReleases: 'as-told' },
  },
]
