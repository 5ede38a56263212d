/**
 * The thread of "KVM: Make __kvm_follow_pfn not imply FOLL_GET" (v7 3/8).
 */
import type { Claim } from './claim.ts'

const patch = '[PATCH v7 3/8] KVM: Make __kvm_follow_pfn not imply FOLL_GET'

export const followPfnThread: readonly Claim[] = [
  {
    name: 'guarded-pfns-need-no-reference',
    who: 'David Stevens',
    message: `${patch}, log`,
    says: 'A caller may omit FOLL_GET if every use of the pfn is guarded by an MMU notifier.',
    finding: 'confirmed',
    because:
      'Whatever kind of frame it is, a user that looks at the sequence under mmu_lock never uses one that was unmapped.',
    worlds: [
      {
        scenario: 'map-pfn-without-reference',
        design: 'follow-pfn-v7',
        promises: {
          'invalidated-pfns-are-not-used': 'holds',
          'no-stale-spte-is-installed': 'holds',
          'free-frames-are-unreachable': 'holds',
        },
      },
    ],
  },
  {
    name: 'the-guard-is-only-asserted',
    who: 'Yu Zhang asks, David Stevens answers',
    message: `Re: ${patch}, 2023-07-06`,
    says: 'guarded_by_mmu_notifier checks no sequence: it only says that the caller uses the interface properly.',
    finding: 'confirmed',
    because: 'A caller that sets the flag and does not look maps or accesses a frame that is free.',
    worlds: [
      {
        scenario: 'map-pfn-without-looking',
        design: 'follow-pfn-v7',
        promises: {
          'invalidated-pfns-are-not-used': 'violated',
          'no-stale-spte-is-installed': 'violated',
          'free-frames-are-unreachable': 'violated',
        },
      },
      {
        scenario: 'access-pfn-without-looking',
        design: 'follow-pfn-v7',
        promises: { 'invalidated-pfns-are-not-used': 'violated' },
      },
      {
        scenario: 'map-pfn-with-reference-without-looking',
        design: 'follow-pfn-v7',
        promises: { 'invalidated-pfns-are-not-used': 'holds', 'no-stale-spte-is-installed': 'violated' },
      },
      {
        scenario: 'access-pfn-without-anything',
        design: 'follow-pfn-v7',
        promises: { 'unreferenced-follows-are-guarded': 'violated' },
      },
    ],
  },
  {
    name: 'unguarded-users-get-no-uncounted-pfn',
    who: 'Sean Christopherson',
    message: `Re: ${patch}`,
    says: 'Not the wish for a reference makes a pfn without a count safe, but the guard: it should decide for all of them.',
    finding: 'confirmed',
    because:
      'As posted, an unguarded caller that asks for a reference is given a frame without a struct page, which its driver may free under him. With the guard asked for instead, he is refused.',
    worlds: [
      {
        scenario: 'access-pfn-with-reference',
        design: 'follow-pfn-v7',
        promises: { 'invalidated-pfns-are-not-used': 'violated' },
      },
      {
        scenario: 'access-pfn-with-reference',
        design: 'follow-pfn-v8',
        promises: { 'invalidated-pfns-are-not-used': 'holds' },
      },
      {
        scenario: 'access-counted-pfn-with-reference',
        design: 'follow-pfn-v8',
        promises: { 'invalidated-pfns-are-not-used': 'holds', 'references-do-not-underflow': 'holds' },
      },
    ],
  },
  {
    name: 'uncounted-page-would-be-put',
    who: 'David Stevens',
    message: `Re: ${patch}, answer to Sean Christopherson`,
    says: 'If a caller with FOLL_GET is given a page without a count, releasing it corrupts the count.',
    finding: 'confirmed',
    because:
      'Of a caller that is guarded as well, v8 refuses nothing, and kvm_release_pfn() puts every page that has a struct page. As Sean Christopherson answers, is_refcounted_page tells callers what to put.',
    worlds: [
      {
        scenario: 'access-pfn-guarded-with-reference',
        design: 'follow-pfn-v8',
        promises: { 'references-do-not-underflow': 'violated' },
      },
      {
        scenario: 'access-pfn-guarded-with-reference',
        design: 'follow-pfn-repaired',
        promises: { 'references-do-not-underflow': 'holds' },
      },
      {
        scenario: 'access-pfn-guarded-with-reference',
        design: 'follow-pfn-v7',
        promises: { 'references-do-not-underflow': 'holds' },
      },
    ],
  },
]
