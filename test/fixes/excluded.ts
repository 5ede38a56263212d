/**
 * Fixes of the same catalogue that are not tried, and why not.
 */
import type { Excluded } from './fix.ts'

const CONVERSION = 'it mends code of conversion in place, which neither tree has'

export const excluded: readonly Excluded[] = [
  {
    source: 'KVM: guest_memfd: Use kvm_mem_is_private() when populating guest_memfd memory (fa7b8b1bb5d0)',
    why: CONVERSION,
  },
  {
    source: 'review of conversion in place v1: the left neighbour of index 0 (Yan Zhao, October 2025)',
    why: CONVERSION,
  },
  {
    source: 'KVM: guest_memfd: Return early if range already has requested attributes (856852ef2108)',
    why: CONVERSION,
  },
  {
    source: 'KVM: guest_memfd: Call arch make_shared callback for to-shared conversion (6fa1dab756fd)',
    why: CONVERSION,
  },
  {
    source: 'KVM: guest_memfd: Allow gmem slot lpage even with non-aligned uaddr (Yan Zhao, January 2026)',
    why: 'it belongs to a branch of hugepages that is not public as a tree',
  },
  {
    source: 'KVM: guest_memfd: Allow merging folios after to-private conversion (Yan Zhao, January 2026)',
    why: 'it belongs to a branch of hugepages that is not public as a tree',
  },
  {
    source: 'KVM: guest_memfd: Establish memslot<=>guest_memfd bindings *after* memslot is ready (3fe5d2944e5a)',
    why: 'both trees bind at once: to take four patches out needs a tree that has them',
  },
  {
    source: 'review of the series without direct map: populate into such a file (spring 2026)',
    why: 'it was never mended',
  },
  { source: 'RFC folio migration for non-confidential VMs (Shivank Garg, June 2026)', why: 'it was never merged' },
  {
    source: 'KVM: x86/mmu: Restrict KVM_SW_PROTECTED_VM to the TDP MMU (February 2024)',
    why: 'both trees ask kvm_caps, which other code fills in',
  },
  {
    source: 'KVM: x86: Take SRCU in kvm_zap_gfn_range() (b59a87c1ba3c)',
    why: 'neither tree has it, and its text is not public here',
  },
  {
    source: 'KVM: x86/mmu: Reload MMU on *every* page pre-fault attempt/iteration (355323a4dc94)',
    why: 'neither tree has it, and its text is not public here',
  },
  {
    source:
      'KVM: x86/mmu: Retry fault before acquiring mmu_lock if mapping is changing, v4 to v5 (Xu Yilun, February 2024)',
    why: 'the merged form has no test of the memslot that could be turned round',
  },
  {
    source: 'KVM: x86/mmu: Harden "map private PFN" against unexpected root invalidation (698b8c88e159)',
    why: 'neither tree has it, and its text is not public here',
  },
]
