/**
 * One-step ghosts that primitives and operations raise: every WARN and BUG site, and misuse the kernel cannot see.
 *
 * A signal is 1 + what it is about (a frame or a page index), or 1.
 */
import { signal } from '../../../checker/declare.ts'
import { LOCK_PAIRS } from './kinds/locks.ts'
import { TOLD } from './told.ts'

/** More memslots than any world has. */
export const MOST_SLOTS = 8

export const signals = (frames: number, pages: number, modulus: number) => ({
  /** WARN_ONCE "Spinning on folio", filemap_remove_folio_for_restructuring(): 1 + frame. */
  warnSpinning: signal(frames + 1),
  /** WARN_ON at label err of kvm_gmem_split_folio_in_filemap(): 1 + frame. */
  warnSplitReadd: signal(frames + 1),
  /** WARN_ON(split_folio) at label err_split of kvm_gmem_merge_folio_in_filemap(): 1 + frame. */
  warnMergeResplit: signal(frames + 1),
  /** WARN_ON(__kvm_gmem_filemap_add_folio) at label err_split of kvm_gmem_merge_folio_in_filemap(): 1 + frame. */
  warnMergeReadd: signal(frames + 1),
  /** WARN_ON(merge) in the rollback of kvm_gmem_restructure_folios_in_range(): 1 + frame. */
  warnRangeRemerge: signal(frames + 1),
  /** WARN_ON(split) in the rollback of kvm_gmem_restructure_folios_in_range(): 1 + frame. */
  warnRangeResplit: signal(frames + 1),
  /** WARN_ON(r) in the rollback of kvm_gmem_convert_range(): 1 + first page of the work item. */
  warnConvertRollback: signal(pages + 1),
  /** WARN_ON_ONCE(folio_test_large) in the host fault handler: 1 + frame. */
  warnHostFaultLarge: signal(frames + 1),
  /** WARN_ON_ONCE(!mmu_invalidate_in_progress) in kvm_mmu_invalidate_range_add(). */
  warnRangeAddIdle: signal(),
  /** WARN_ON_ONCE(range_start == INVALID_GPA) in kvm_mmu_invalidate_end(). */
  warnNoRange: signal(),
  /** WARN_ON_ONCE on an empty range in mmu_invalidate_retry_gfn(). */
  warnEmptyRange: signal(),
  /** KVM_BUG_ON(mmu_invalidate_in_progress < 0) in kvm_mmu_invalidate_end(). */
  bugInvalidateUnderflow: signal(),
  /** BUG_ON(!folio_test_locked) in filemap_remove_folio(): 1 + frame. */
  bugRemoveUnlocked: signal(frames + 1),
  /** NULL dereference: folio->mapping of a folio outside the filemap is followed: 1 + frame. */
  oopsNoMapping: signal(frames + 1),
  /** WARN_ON(!folio_test_hugetlb) in __hugetlb_restructuring_metadata_restore(): 1 + frame. */
  warnNotHugetlb: signal(frames + 1),
  /** NULL dereference: hugetlb_restructuring_metadata_restore() finds no metadata: 1 + frame. */
  oopsNoMetadata: signal(frames + 1),
  /** NULL dereference: merge_folio() finds no stash entry: 1 + frame. */
  oopsNoStash: signal(frames + 1),

  /** WARN_ON(kvm_gmem_merge_folio_in_filemap) in kvm_gmem_merge_truncate_indices(): 1 + frame. */
  warnTruncateMerge: signal(frames + 1),
  /** BUG_ON(pte_page(ptep_get(pte)) != walk->reuse_page) in vmemmap_restore_pte(): 1 + frame. */
  bugVmemmapRestore: signal(frames + 1),

  /** An assertion fired that has no signal of its own: 1 + the number of its words. */
  assertionFired: signal(TOLD),
  /** Something that may sleep is called in a section of a spinlock or mmu_lock: 1 + the number of its words. */
  sleptInSection: signal(TOLD),
  /** Unsigned index arithmetic wrapped: 1. */
  indexWrapped: signal(),
  /** A C local was read before it was assigned: 1. */
  unsetRead: signal(),
  /** A reference was dropped from a count that had none: 1 + frame. */
  refUnderflow: signal(frames + 1),
  /** The lock of a folio was dropped that had been freed: 1 + frame. */
  folioUsedAfterFree: signal(frames + 1),
  /** A page of a split hugepage was freed past the custom allocator: 1 + frame. */
  freedPastAllocator: signal(frames + 1),
  /** Punching a hole cleared data beside it: 1 + page. */
  clearedBeside: signal(pages + 1),
  /** Private memory is freed or cleared as the host advised on its mapping: 1 + page. */
  privateAdvised: signal(pages + 1),
  /** The host cleared a page that the firmware has assigned to a VM: 1 + frame. */
  clearedAssigned: signal(frames + 1),
  /** A folio was cleared without its lock while another thread held it: 1 + frame. */
  clearedUnderLock: signal(frames + 1),
  /** A folio was looked up behind the end of the file. */
  lookedUpBeyond: signal(),
  /** A lock was dropped that the thread did not hold: 1. */
  unlockedUnheld: signal(),
  /** A folio was marked locked that was locked already: 1 + frame. */
  lockedTwice: signal(frames + 1),
  /** A private SPTE of TDX was zapped that reaches beyond the range: 1 + first page of the range. */
  zappedInPart: signal(pages + 1),
  /** Attributes were stored that KVM does not know: 1; of pages behind the end of the file: 2. */
  strangeAttributes: signal(3),
  /** A failed conversion told an offset outside of its request. */
  errorOffsetOutside: signal(),
  /** A fault installed an SPTE whose gfn was zapped after the fault's snapshot: 1 + gfn. */
  installedStale: signal(pages + 1),
  /** A lock was taken that belongs outside one that the thread holds: see LOCK_PAIRS in kinds/locks.ts. */
  lockOrderBroken: signal(LOCK_PAIRS),
  /** A page of a folio that was up to date was cleared once more: 1 + frame. */
  clearedUptodate: signal(frames + 1),
  /** A memslot was used that had been freed: 1 + its number. */
  slotUsedAfterFree: signal(9),
  /** A file, or its struct gmem_file, was used that had been freed: 1 + VM. */
  fileUsedAfterFree: signal(9),
  /** A call put a file that it had not got: 1 + VM. */
  unheldFilePut: signal(9),
  /** A release has ended and left its bindings or its struct gmem_file allocated, or has not put its VM: 1 + VM. */
  fileLeaked: signal(9),
  /** The firmware was told another gfn of a frame than the memslot has it at: 1 + gfn. */
  assignedAstray: signal(modulus + 1),
  /** A folio was taken out of the file, and no hole was punched: 1 + frame. */
  discarded: signal(frames + 1),
  /** A memslot was stored in the bindings at a page that it does not cover: 1 + its number. It begins elsewhere: MOST_SLOTS more. */
  boundBeside: signal(2 * MOST_SLOTS + 1),
  /** An invalidation ended, or a frame was freed, and a TLB may still have it: 1 + frame. */
  leftUnflushed: signal(frames + 1),
  /** A lock of a VM was dropped by a call that had put the VM: 1 + VM. */
  vmUsedAfterPut: signal(9),
  /** A frame that held data of its owner was cleared: 1 + frame. */
  wiped: signal(frames + 1),
  /** A page was counted as populated that does not hold the initial image: 1 + frame. */
  imageLost: signal(frames + 1),
  /** The initial image was copied over data that its owner had: 1 + frame. */
  overwritten: signal(frames + 1),
})
