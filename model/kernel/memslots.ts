/**
 * Memslots, the files bound to them, and the lists that tie both to the inode. Each VM has one file and one memslot.
 *
 * In a world whose memslots never change there is no state for them: every VM is bound everywhere, all the time.
 *
 * Source: kvm_gmem_get_file(), kvm_gmem_bind(), kvm_gmem_unbind(), virt/kvm/guest_memfd.c.
 * Left out: memslots that cover a part of the file, or several of one VM (may miss bugs of their borders).
 */
import { SLOTS_LOCK, watchOrder } from './lock-order.ts'
import type { Kernel } from './state.ts'

export const memslotsChange = (kernel: Kernel): boolean => kernel.slotVisible.length > 0

/** xa_load(&f->bindings, page): the memslot is bound there. */
export const isBound = (kernel: Kernel, vm: number, page: number): boolean =>
  !memslotsChange(kernel) || kernel.bindings[vm * kernel.pages + page] === 1

/** The file stands on the inode's list, and is bound somewhere in [start, end). */
export const hasBinding = (kernel: Kernel, vm: number, start: number, end: number): boolean => {
  if (!memslotsChange(kernel)) return true
  if (kernel.fileListed[vm] === 0) return false
  for (let page = start; page < end && page < kernel.pages; page++) if (isBound(kernel, vm, page)) return true
  return false
}

/** fget() finds the VM's file. */
export const fileIsOpen = (kernel: Kernel, vm: number): boolean => !memslotsChange(kernel) || kernel.fileRefs[vm]! > 0

/** get_file_active(&slot->gmem.file) finds a file that is not dying. */
export const fileIsActive = (kernel: Kernel, vm: number): boolean =>
  !memslotsChange(kernel) || (kernel.slotFile[vm] === 1 && kernel.fileRefs[vm]! > 0)

export const getFile = (kernel: Kernel, vm: number): void => {
  if (memslotsChange(kernel)) kernel.fileRefs[vm]! += 1
}

/** fput(): the last reference leaves kvm_gmem_release() to task work. */
export const putFile = (kernel: Kernel, vm: number): void => {
  if (!memslotsChange(kernel)) return
  kernel.fileRefs[vm]! -= 1
  if (kernel.fileRefs[vm] === 0) kernel.releaseOwed[vm] = 1
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

/** mutex_lock(&kvm->slots_lock) would not sleep. */
export const slotsLockIsFree = (kernel: Kernel, vm: number): boolean =>
  kernel.slotsLock.length === 0 || kernel.slotsLock[vm] === 0

export const takeSlotsLock = (kernel: Kernel, self: number, vm: number): void => {
  watchOrder(kernel, self, SLOTS_LOCK)
  if (kernel.slotsLock.length > 0) kernel.slotsLock[vm] = 1 + self
}

export const dropSlotsLock = (kernel: Kernel, self: number, vm: number): void => {
  if (kernel.slotsLock.length === 0) return
  if (kernel.slotsLock[vm] !== 1 + self) kernel.unlockedUnheld = 1
  kernel.slotsLock[vm] = 0
}

/** One entry of xa_store_range(). */
export const storeBinding = (kernel: Kernel, vm: number, page: number): void => {
  kernel.bindings[vm * kernel.pages + page] = 1
}

/** What the file has bound in [start, end) is forgotten. */
export const eraseBindings = (kernel: Kernel, vm: number, start: number, end: number): void => {
  for (let page = start; page < end && page < kernel.pages; page++) kernel.bindings[vm * kernel.pages + page] = 0
}

/** The vCPU finds no memslot, not even one that is being deleted (KVM_MEMSLOT_INVALID). */
export const slotIsGone = (kernel: Kernel, vm: number): boolean =>
  memslotsChange(kernel) && kernel.slotAllocated[vm] === 0
