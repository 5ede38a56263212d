/**
 * Where memslots lie: which pages of the file each covers, and at which gfns. It is the same for every VM of a world.
 *
 * Without `crossed-memslots` a gfn is the page of the file behind it. With it the file has two memslots a VM, and each
 * covers one half of the file at the gfns of the other half. With `memslots-in-a-row` each page behind the first one has a
 * memslot of its own, at gfns in the opposite order. With `overlapping-memslots` the first two memslots cover the second page
 * of the file, and the third one the whole file; only the first one lies at gfns that are accessed.
 *
 * Source: struct kvm_memory_slot (base_gfn, npages, gmem.pgoff), include/linux/kvm_host.h; kvm_gmem_get_index(),
 * virt/kvm/guest_memfd.c.
 */
import type { Kernel } from '../state/state.ts'

/** Memslots or files change; a world in which they never do has no state for them. */
export const memslotsChange = (kernel: Kernel): boolean => kernel.slotVisible.length > 0

/** Memslots are numbered by their VM, and second ones behind all first ones. */
export const slotOf = (kernel: Kernel, vm: number, second: number): number => vm + second * kernel.vms

export const vmOfSlot = (kernel: Kernel, slot: number): number => slot % kernel.vms

/** From 0: which of the memslots of its VM it is. */
export const placeOf = (kernel: Kernel, slot: number): number => (slot - vmOfSlot(kernel, slot)) / kernel.vms

const isSecond = (kernel: Kernel, slot: number): boolean => slot >= kernel.vms

/** slot->gmem.pgoff. */
export const firstPageOf = (kernel: Kernel, slot: number): number => {
  if (kernel.slotsInRow === 1) return 1 + placeOf(kernel, slot)
  if (kernel.slotsOverlap === 1) return placeOf(kernel, slot) === 2 ? 0 : 1
  if (!isSecond(kernel, slot)) return kernel.slotFirst
  return kernel.slotsCross === 1 ? kernel.pages / 2 : 0
}

/** slot->gmem.pgoff + slot->npages. */
export const endPageOf = (kernel: Kernel, slot: number): number => {
  if (kernel.slotsInRow === 1) return 2 + placeOf(kernel, slot)
  if (kernel.slotsOverlap === 1 && placeOf(kernel, slot) < 2) return 2
  return kernel.slotsCross === 1 && !isSecond(kernel, slot) ? kernel.pages / 2 : kernel.pages
}

/** slot->base_gfn. A second memslot over the same pages lies behind the gfns that are accessed. */
export const baseGfnOf = (kernel: Kernel, slot: number): number => {
  if (kernel.slotsInRow === 1) return kernel.pages - 2 - placeOf(kernel, slot)
  if (kernel.slotsOverlap === 1) return placeOf(kernel, slot) === 0 ? 1 : kernel.pages * placeOf(kernel, slot)
  if (kernel.slotsCross === 1) return isSecond(kernel, slot) ? 0 : kernel.pages / 2
  return isSecond(kernel, slot) ? kernel.pages : kernel.slotFirst
}

/** gfn_to_memslot(): of a gfn that no memslot covers, the one beside it. */
export const slotAtGfn = (kernel: Kernel, vm: number, gfn: number): number => {
  if (kernel.slotsInRow === 1) return slotOf(kernel, vm, Math.max(0, kernel.pages - 2 - gfn))
  return slotOf(kernel, vm, kernel.slotsCross === 1 && gfn < kernel.pages / 2 ? 1 : 0)
}

/** The page of the file behind a gfn that is accessed. */
export const pageAtGfn = (kernel: Kernel, gfn: number): number => {
  if (kernel.slotsInRow === 1) return kernel.pages - 1 - gfn
  return kernel.slotsCross === 1 ? (gfn + kernel.pages / 2) % kernel.pages : gfn
}

/** The gfn at which a page is accessed: halves that are exchanged are exchanged back, and so is the order of all. */
export const gfnAtPage = (kernel: Kernel, page: number): number => pageAtGfn(kernel, page)
