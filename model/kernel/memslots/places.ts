/**
 * Where memslots lie: which pages of the file each covers, and at which gfns. It is the same for every VM of a world, which has
 * one layout of ../state/layouts.ts.
 *
 * Source: struct kvm_memory_slot (base_gfn, npages, gmem.pgoff), include/linux/kvm_host.h; kvm_gmem_get_index(),
 * virt/kvm/guest_memfd.c.
 */
import { CROSSED, IN_A_ROW, OVERLAPPING, WITHOUT_FIRST_PAGE } from '../state/layouts.ts'
import type { Kernel } from '../state/state.ts'

/** Memslots or files change; a world in which they never do has no state for them. */
export const memslotsChange = (kernel: Kernel): boolean => kernel.slotVisible.length > 0

/** Memslots are numbered by their VM, and second ones behind all first ones. */
export const slotOf = (kernel: Kernel, vm: number, second: number): number => vm + second * kernel.vms

export const vmOfSlot = (kernel: Kernel, slot: number): number => slot % kernel.vms

/** From 0: which of the memslots of its VM it is. */
export const ordinalOf = (kernel: Kernel, slot: number): number => (slot - vmOfSlot(kernel, slot)) / kernel.vms

/** slot->gmem.pgoff. */
export const firstPageOf = (kernel: Kernel, slot: number): number => {
  const ordinal = ordinalOf(kernel, slot)
  if (kernel.layout === IN_A_ROW) return 1 + ordinal
  if (kernel.layout === OVERLAPPING) return ordinal < 2 ? 1 : 0
  if (kernel.layout === CROSSED) return ordinal === 0 ? 0 : kernel.pages / 2
  return kernel.layout === WITHOUT_FIRST_PAGE && ordinal === 0 ? 1 : 0
}

/** slot->gmem.pgoff + slot->npages. */
export const endPageOf = (kernel: Kernel, slot: number): number => {
  const ordinal = ordinalOf(kernel, slot)
  if (kernel.layout === IN_A_ROW) return 2 + ordinal
  if (kernel.layout === OVERLAPPING) return ordinal < 2 ? 2 : kernel.pages
  return kernel.layout === CROSSED && ordinal === 0 ? kernel.pages / 2 : kernel.pages
}

/** slot->base_gfn. A memslot over pages that another one covers lies behind the gfns that are accessed. */
export const baseGfnOf = (kernel: Kernel, slot: number): number => {
  const ordinal = ordinalOf(kernel, slot)
  if (kernel.layout === IN_A_ROW) return kernel.pages - 2 - ordinal
  if (kernel.layout === CROSSED) return ordinal === 0 ? kernel.pages / 2 : 0
  return ordinal === 0 ? firstPageOf(kernel, slot) : kernel.pages * ordinal
}

/** gfn_to_memslot(): of a gfn that no memslot covers, the one beside it. */
export const slotAtGfn = (kernel: Kernel, vm: number, gfn: number): number => {
  if (kernel.layout === IN_A_ROW) return slotOf(kernel, vm, Math.max(0, kernel.pages - 2 - gfn))
  return slotOf(kernel, vm, kernel.layout === CROSSED && gfn < kernel.pages / 2 ? 1 : 0)
}

/** A memslot covers the gfn. */
export const isCovered = (kernel: Kernel, gfn: number): boolean => {
  const slot = slotAtGfn(kernel, 0, gfn)
  const beyond = baseGfnOf(kernel, slot) + endPageOf(kernel, slot) - firstPageOf(kernel, slot)
  return gfn >= baseGfnOf(kernel, slot) && gfn < beyond
}

/** The page of the file behind a gfn that is accessed. */
export const pageAtGfn = (kernel: Kernel, gfn: number): number => {
  if (kernel.layout === IN_A_ROW) return kernel.pages - 1 - gfn
  return kernel.layout === CROSSED ? (gfn + kernel.pages / 2) % kernel.pages : gfn
}

/** The gfn at which a page is accessed: halves that are exchanged are exchanged back, and so is the order of all. */
export const gfnAtPage = (kernel: Kernel, page: number): number => pageAtGfn(kernel, page)
