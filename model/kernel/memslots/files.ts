/**
 * The files of the inode as objects: who holds references of them, and what is freed when the last one is gone.
 *
 * Source: get_file_active(), __fput(), fs/file_table.c; kvm_gmem_release(), virt/kvm/guest_memfd.c. A reference that a call
 * puts early keeps nothing alive: another task may put the last one, and its release runs before this call goes on.
 * Left out: the inode, which lives as long as some file of it does (may miss uses of an inode that was evicted, but for its
 * invalidate lock).
 */
import { invalidateLockIsHeld } from '../locks/invalidate-lock.ts'
import { slotsLockIsHeld } from '../locks/slots-lock.ts'
import { type Kernel, MOST_HELD } from '../state/state.ts'
import { memslotsChange, vmOfSlot } from './places.ts'

/** kvm_gmem_release() has freed struct gmem_file, and struct file is left. */
const GMEM_FREED = 1
/** kvm_gmem_release() has returned, and __fput() has freed struct file. */
const FREED = 2

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

/** get_file() of a file that a caller believes to be alive: without any reference it is being freed. */
export const getLivingFile = (kernel: Kernel, self: number, vm: number): void => {
  if (memslotsChange(kernel) && kernel.fileRefs[vm] === 0) kernel.fileUsedAfterFree = 1 + vm
  getFile(kernel, self, vm)
}

/**
 * fput(): the last reference leaves kvm_gmem_release() to task work. A call that had to get the file uses the inode only while
 * it holds the file, or slots_lock, which the release takes: it cannot drop the lock of the inode behind this.
 */
export const putFile = (kernel: Kernel, self: number, vm: number): void => {
  const held = self * kernel.vms + vm
  if (kernel.heldFiles[held]! > 0) kernel.heldFiles[held]! -= 1
  else kernel.unheldFilePut = 1 + vm
  if (kernel.heldFiles[held] === 0 && mayBeReleased(kernel, self, vm) && invalidateLockIsHeld(kernel, self))
    kernel.fileUsedAfterFree = 1 + vm
  countFile(kernel, vm, -1)
}

/** Somebody else may put the last reference, and the release need not wait for this thread. */
const mayBeReleased = (kernel: Kernel, self: number, vm: number): boolean =>
  kernel.threads > 1 && !slotsLockIsHeld(kernel, self, vm)

/** Counts references of a file, whoever holds them. A file without any counts none any more. */
export const countFile = (kernel: Kernel, vm: number, by: number): void => {
  if (!memslotsChange(kernel)) return
  if (by < 0 && kernel.fileRefs[vm] === 0) return
  kernel.fileRefs[vm] = Math.min(kernel.fileRefs[vm]! + by, kernel.threads + 1)
  if (by < 0 && kernel.fileRefs[vm] === 0) kernel.releaseOwed[vm] = 1
}

/** The memory of struct file is read. */
export const useFile = (kernel: Kernel, vm: number): void => {
  if (memslotsChange(kernel) && kernel.fileLife[vm] === FREED) kernel.fileUsedAfterFree = 1 + vm
}

/** The memory of struct gmem_file is read or written. */
export const useGmem = (kernel: Kernel, vm: number): void => {
  if (memslotsChange(kernel) && kernel.fileLife[vm]! >= GMEM_FREED) kernel.fileUsedAfterFree = 1 + vm
}

/** kfree() of struct gmem_file. */
export const freeGmem = (kernel: Kernel, vm: number): void => {
  useGmem(kernel, vm)
  if (memslotsChange(kernel)) kernel.fileLife[vm] = GMEM_FREED
}

/** __fput() frees the file once kvm_gmem_release() has returned. */
export const endRelease = (kernel: Kernel, self: number, vm: number): void => {
  if (!memslotsChange(kernel)) return
  if (kernel.fileLife[vm] !== GMEM_FREED || hasEntries(kernel, vm) || kernel.vmPut[self] !== 1 + vm)
    kernel.fileLeaked = 1 + vm
  kernel.fileLife[vm] = FREED
}

/** kvm_put_kvm(): the VM outlives the world, and who puts it may not know that. */
export const putVm = (kernel: Kernel, self: number, vm: number): void => {
  kernel.vmPut[self] = 1 + vm
}

const hasEntries = (kernel: Kernel, vm: number): boolean => {
  for (let page = 0; page < kernel.pages; page++) if (kernel.bindings[vm * kernel.pages + page] !== 0) return true
  return false
}
