/**
 * Memslots, the files bound to them, and the lists that tie both to the inode. Each VM has one file, and one to three memslots,
 * which lie as places.ts says.
 *
 * In a world whose memslots never change there is no state for them: every VM is bound everywhere, all the time.
 *
 * Source: kvm_gmem_get_file(), kvm_gmem_bind(), kvm_gmem_unbind(), virt/kvm/guest_memfd.c.
 * Left out: other places of memslots than those (may miss bugs of those borders).
 */

import type { Kernel } from '../state/state.ts'
import { INVALID } from '../state/values.ts'
import { useGmem } from './files.ts'
import { endPageOf, firstPageOf, memslotsChange, ordinalOf, slotOf, vmOfSlot } from './places.ts'

/** xa_load(&f->bindings, page): 0, or 1 + the memslot that is bound there. */
export const boundAt = (kernel: Kernel, vm: number, page: number): number => {
  if (!memslotsChange(kernel)) return 1 + vm
  const which = kernel.bindings[vm * kernel.pages + page]!
  return which === 0 ? 0 : 1 + slotOf(kernel, vm, which - 1)
}

/** xa_find(&f->bindings, …): the first page in [start, end) at which a memslot is bound, or -1. */
export const firstBound = (kernel: Kernel, vm: number, start: number, end: number): number => {
  for (let page = start; page < end && page < kernel.pages; page++) if (boundAt(kernel, vm, page) !== 0) return page
  return -1
}

/** The memslot is bound at the page. */
export const isBound = (kernel: Kernel, slot: number, page: number): boolean =>
  boundAt(kernel, vmOfSlot(kernel, slot), page) === 1 + slot

/** The file stands on the inode's list, where a walk over all files finds it. */
export const isListed = (kernel: Kernel, vm: number): boolean => !memslotsChange(kernel) || kernel.fileListed[vm] === 1

/** The file stands on the inode's list, and is bound somewhere in [start, end). */
export const hasBinding = (kernel: Kernel, vm: number, start: number, end: number): boolean =>
  isListed(kernel, vm) && (!memslotsChange(kernel) || firstBound(kernel, vm, start, end) >= 0)

/** The vCPU finds the memslot. */
export const slotIsVisible = (kernel: Kernel, slot: number): boolean =>
  !memslotsChange(kernel) || kernel.slotVisible[slot] === 1

/** srcu_read_lock(&kvm->srcu): the memslot that is visible now is not freed before leaveSlots(). */
export const enterSlots = (kernel: Kernel, self: number, vm: number): void => {
  if (memslotsChange(kernel)) kernel.srcuReaders[vm]! |= 1 << self
}

/** srcu_read_unlock(&kvm->srcu). */
export const leaveSlots = (kernel: Kernel, self: number, vm: number): void => {
  if (memslotsChange(kernel)) kernel.srcuReaders[vm]! &= ~(1 << self)
}

/** One entry of xa_store_range() of the memslot. */
export const storeBinding = (kernel: Kernel, slot: number, page: number): void => {
  const vm = vmOfSlot(kernel, slot)
  useGmem(kernel, vm)
  if (page < firstPageOf(kernel, slot) || page >= endPageOf(kernel, slot)) kernel.boundBeside = 1 + slot
  if (page < kernel.pages) kernel.bindings[vm * kernel.pages + page] = 1 + ordinalOf(kernel, slot)
}

/** One entry of xa_store_range() of nothing. */
export const eraseBinding = (kernel: Kernel, vm: number, page: number): void => {
  useGmem(kernel, vm)
  if (page < kernel.pages) kernel.bindings[vm * kernel.pages + page] = 0
}

/** The memory of struct kvm_memory_slot is read or written. */
export const useSlot = (kernel: Kernel, slot: number): void => {
  if (memslotsChange(kernel) && kernel.slotAllocated[slot] === 0) kernel.slotUsedAfterFree = 1 + slot
}

/** WRITE_ONCE(slot->gmem.file, …): 1 for the VM's file, 0 for none. */
export const writeSlotFile = (kernel: Kernel, slot: number, file: number): void => {
  useSlot(kernel, slot)
  kernel.slotFile[slot] = file
}

/** kfree() of the memslot. */
export const freeSlot = (kernel: Kernel, slot: number): void => {
  kernel.slotAllocated[slot] = 0
  kernel.slotFile[slot] = 0
}

/** Why a vCPU finds no memslot to use: there is none; INVALID, where it is being deleted (KVM_MEMSLOT_INVALID). */
export const GONE = 1

/** What a vCPU misses of a memslot when it looks it up: 0 for nothing, GONE or INVALID. */
export function slotMissing(kernel: Kernel, slot: number): number {
  if (slotIsVisible(kernel, slot)) return 0
  return kernel.slotVisible[slot] === INVALID ? INVALID : GONE
}
