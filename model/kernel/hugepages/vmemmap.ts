/**
 * The struct pages of hugepages, most of which hugetlb gives away while it owns the hugepage.
 *
 * hugetlb keeps what it did in a flag of folio->private, which goes into the stash with the rest of the metadata.
 * Only in worlds with vmemmap; elsewhere getting struct pages back costs memory, and nothing else.
 *
 * Source: hugetlb_vmemmap_restore_folio(), hugetlb_vmemmap_optimize_folio(), vmemmap_restore_pte(), mm/hugetlb_vmemmap.c;
 * __guestmem_hugetlb_stash_metadata(), mm/guestmem_hugetlb.c (RFC v2 35/51).
 * Left out: an optimisation that fails, which leaves everything as it was (may miss bugs that need one).
 */
import type { Kernel } from '../state/state.ts'

/** The hugepage-sized block of frames that the frame belongs to. */
export const blockOf = (kernel: Kernel, frame: number): number => Math.floor(frame / kernel.hugepage)

const isModelled = (kernel: Kernel): boolean => kernel.vmemmapFlag.length > 0

/** hugetlb_vmemmap_restore_folio() allocates: the flag says that struct pages were given away. */
export const restoresVmemmap = (kernel: Kernel, folio: number): boolean =>
  !isModelled(kernel) || kernel.vmemmapFlag[blockOf(kernel, folio)] === 1

/** hugetlb_vmemmap_restore_folio() that works: a BUG where the flag is wrong. */
export const restoreVmemmap = (kernel: Kernel, folio: number): void => {
  if (!isModelled(kernel) || !restoresVmemmap(kernel, folio)) return
  const block = blockOf(kernel, folio)
  if (kernel.vmemmapOptimized[block] === 0) kernel.bugVmemmapRestore = 1 + folio
  kernel.vmemmapOptimized[block] = 0
  kernel.vmemmapFlag[block] = 0
}

/** hugetlb_vmemmap_optimize_folio(): nothing to do where the flag says that it is done. */
export const optimiseVmemmap = (kernel: Kernel, folio: number): void => {
  if (!isModelled(kernel)) return
  const block = blockOf(kernel, folio)
  if (kernel.vmemmapFlag[block] === 1) return
  kernel.vmemmapOptimized[block] = 1
  kernel.vmemmapFlag[block] = 1
}

/** The flag goes into the stash entry with the rest of folio->private. */
export const stashVmemmapFlag = (kernel: Kernel, folio: number): void => {
  if (!isModelled(kernel)) return
  const block = blockOf(kernel, folio)
  kernel.vmemmapStashed[block] = kernel.vmemmapFlag[block]!
}

/** The flag comes back from the stash entry. */
export const unstashVmemmapFlag = (kernel: Kernel, folio: number): void => {
  if (!isModelled(kernel)) return
  const block = blockOf(kernel, folio)
  kernel.vmemmapFlag[block] = kernel.vmemmapStashed[block]!
  kernel.vmemmapStashed[block] = 0
}
