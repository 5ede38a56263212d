/**
 * Memslots, the files bound to them, and the lists that tie both to the inode. Each VM has one file, and one memslot at
 * the gfns that are accessed; in some worlds another, over the same pages of the file at gfns of its own.
 *
 * In a world whose memslots never change there is no state for them: every VM is bound everywhere, all the time.
 *
 * Source: kvm_gmem_get_file(), kvm_gmem_bind(), kvm_gmem_unbind(), virt/kvm/guest_memfd.c.
 * Left out: memslots that end before the file does, or lie at other gfns than pages (may miss bugs of those borders).
 */

import { type Kernel, MOST_HELD } from '../state/state.ts'

export const memslotsChange = (kernel: Kernel): boolean => kernel.slotVisible.length > 0

/** Memslots are numbered by their VM, and second ones behind all first ones. */
export const slotOf = (kernel: Kernel, vm: number, second: number): number => vm + second * kernel.vms

export const vmOfSlot = (kernel: Kernel, slot: number): number => slot % kernel.vms

/** xa_load(&f->bindings, page): 0, or 1 + the memslot that is bound there. */
export const boundAt = (kernel: Kernel, vm: number, page: number): number => {
  if (!memslotsChange(kernel)) return 1 + vm
  const which = kernel.bindings[vm * kernel.pages + page]!
  return which === 0 ? 0 : 1 + slotOf(kernel, vm, which - 1)
}

/** xa_find(&f->bindings, …): 0, or 1 + the first memslot that is bound in [start, end). */
export const firstBound = (kernel: Kernel, vm: number, start: number, end: number): number => {
  for (let page = start; page < end && page < kernel.pages; page++)
    if (boundAt(kernel, vm, page) !== 0) return boundAt(kernel, vm, page)
  return 0
}

/** The memslot that is accessed is bound at the page. */
export const isBound = (kernel: Kernel, vm: number, page: number): boolean => boundAt(kernel, vm, page) === 1 + vm

/** The file stands on the inode's list, and is bound somewhere in [start, end). */
export const hasBinding = (kernel: Kernel, vm: number, start: number, end: number): boolean =>
  !memslotsChange(kernel) || (kernel.fileListed[vm] === 1 && firstBound(kernel, vm, start, end) !== 0)

/** fget() finds the VM's file. */
export const fileIsOpen = (kernel: Kernel, vm: number): boolean => !memslotsChange(kernel) || kernel.fileRefs[vm]! > 0

/** get_file_active(&slot->gmem.file) finds a file that is not dying. */
export const fileIsActive = (kernel: Kernel, slot: number): boolean =>
  !memslotsChange(kernel) || (kernel.slotFile[slot] === 1 && kernel.fileRefs[vmOfSlot(kernel, slot)]! > 0)

/** get_file(): the call that takes a reference has to put it, or to hand it out. */
export const getFile = (kernel: Kernel, self: number, vm: number): void => {
  const held = self * kernel.vms + vm
  if (kernel.heldFiles[held]! < MOST_HELD) kernel.heldFiles[held]! += 1
  countFile(kernel, vm, 1)
}

/** fput(): the last reference leaves kvm_gmem_release() to task work. */
export const putFile = (kernel: Kernel, self: number, vm: number): void => {
  const held = self * kernel.vms + vm
  if (kernel.heldFiles[held]! > 0) kernel.heldFiles[held]! -= 1
  countFile(kernel, vm, -1)
}

/** Counts references of a file, whoever holds them. */
export const countFile = (kernel: Kernel, vm: number, by: number): void => {
  if (!memslotsChange(kernel)) return
  kernel.fileRefs[vm]! += by
  if (by < 0 && kernel.fileRefs[vm] === 0) kernel.releaseOwed[vm] = 1
}

/** The vCPU finds the memslot. */
export const slotIsVisible = (kernel: Kernel, vm: number): boolean =>
  !memslotsChange(kernel) || kernel.slotVisible[vm] === 1

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
  kernel.bindings[vm * kernel.pages + page] = slot === vm ? 1 : 2
}

/** One entry of xa_store_range() of nothing. */
export const eraseBinding = (kernel: Kernel, vm: number, page: number): void => {
  kernel.bindings[vm * kernel.pages + page] = 0
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

/** The vCPU finds no memslot, not even one that is being deleted (KVM_MEMSLOT_INVALID). */
export const slotIsGone = (kernel: Kernel, vm: number): boolean =>
  memslotsChange(kernel) && kernel.slotAllocated[vm] === 0
