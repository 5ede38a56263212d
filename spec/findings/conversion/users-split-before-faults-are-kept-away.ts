import type { Finding } from '../finding.ts'

export const usersSplitBeforeFaultsAreKeptAway: Finding = {
  name: 'users-split-before-faults-are-kept-away',
  scenario: 'convert-to-shared-on-tdx-during-guest-fault',
  design: 'tdx-users-split-first',
  promises: ['private-sptes-are-zapped-whole'],
  functions: ['kvm_gmem_split_private', 'kvm_gmem_invalidate_begin', 'kvm_tdp_mmu_map', 'kvm_gmem_unmap_private'],
  why: 'If the users split their SPTEs before anything is invalidated, a fault on another page of the hugepage can map it huge again until the invalidation begins. The zap, which by then may not fail, meets an SPTE that reaches beyond its range.',
  repair: 'Begin the invalidation, over whole hugepages, before the users are asked.',
  repaired: 'tdx-split-before-any-zap',
}
