/**
 * Fixes of the same catalogue that are not tried, and why not.
 */
import type { Excluded } from './fix.ts'

export const excluded: readonly Excluded[] = [
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
    why: '6.12 and 7.3 bind at once: to take four patches out needs a tree that has them',
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
  {
    source: 'KVM: SVM: Refuse to attempt VMRUN if an SEV-ES+ guest has an invalid VMSA (72d12715edcd)',
    why: 'it is one half of the fix whose other half is tried',
  },
  {
    source: 'KVM: SEV: Treat unassigned RMP entry as benign race on PSMASH failure (71a47b7fdec3)',
    why: 'no tree has it',
  },
  {
    source: 'KVM: TDX: ADD pages to the TD image while populating mirror EPT entries (6b5b71ffabf9)',
    why: 'it rewrites how pages are added: what stood there before is no part of 7.3, and 6.12 has no TDX',
  },
  {
    source: 'KVM: TDX: Avoid a double-KVM_BUG_ON() in tdx_sept_zap_private_spte() (24adff397052)',
    why: 'the counter that it is about is gone from 7.3, and 6.12 has no TDX',
  },
  {
    source: 'KVM: TDX: Drop PROVE_MMU=y sanity check on to-be-populated mappings (5294a4b93e07)',
    why: 'it only takes out a check, whose text is not at hand',
  },
  {
    source: 'KVM: selftests: Add and use kvm_free_fd() to harden against fd goofs (3e8a0b991223)',
    why: 'the trees come without tools/testing, which counts as outside',
  },
  {
    source: "KVM: arm64: Don't leak PFN when kvm_translate_vncr() races MMU notifier (9f76b039a72d)",
    why: 'the trees come without arch/arm64/kvm',
  },
]
