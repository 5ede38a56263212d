/**
 * A file that a call makes: what it has taken for it, and what the file has so far.
 *
 * Source: __kvm_gmem_create(), virt/kvm/guest_memfd.c; alloc_file_pseudo(), __fput(), fs/file_table.c; fd_install(),
 * fs/file.c.
 * Left out: numbers of descriptors; what the file is called.
 */
import {
  DESCRIPTOR,
  FILE,
  INODE,
  MEMORY,
  MODULE_REFERENCE,
  MOST_TAKEN,
  NEEDS,
  OWNED_VM,
  PRIVATE_DATA,
  THINGS,
  VM_POINTER,
  VM_REFERENCE,
} from '../state/new-files.ts'
import type { Kernel } from '../state/state.ts'

const makesFiles = (kernel: Kernel): boolean => kernel.taken.length > 0

export const hasTaken = (kernel: Kernel, self: number, thing: number): boolean =>
  kernel.taken[self * THINGS + thing]! > 0

/** @param thing its kind, as below for a need */
export const take = (kernel: Kernel, self: number, thing: number): void => {
  if (makesFiles(kernel) && kernel.taken[self * THINGS + thing]! < MOST_TAKEN) kernel.taken[self * THINGS + thing]! += 1
}

/** What was not taken is given back twice, or is somebody else's. */
export const giveBack = (kernel: Kernel, self: number, thing: number): void => {
  if (!makesFiles(kernel)) return
  if (hasTaken(kernel, self, thing)) kernel.taken[self * THINGS + thing]! -= 1
  else kernel.givenTwice = 1 + thing
}

/** What others own from here on. */
export const handOut = (kernel: Kernel, self: number, thing: number): void => {
  if (hasTaken(kernel, self, thing)) giveBack(kernel, self, thing)
}

/** A reference of the VM that the call has taken itself. */
export const returnVm = (kernel: Kernel, self: number): boolean => {
  if (!makesFiles(kernel) || !hasTaken(kernel, self, VM_REFERENCE)) return false
  giveBack(kernel, self, VM_REFERENCE)
  return true
}

export const makeReady = (kernel: Kernel, self: number, need: number): void => {
  if (makesFiles(kernel)) kernel.madeReady[self * NEEDS + need] = 1
}

/** It is set, and not to what the file needs. */
export const unready = (kernel: Kernel, self: number, need: number): void => {
  if (makesFiles(kernel)) kernel.madeReady[self * NEEDS + need] = 0
}

export const isReady = (kernel: Kernel, self: number, need: number): boolean =>
  makesFiles(kernel) && kernel.madeReady[self * NEEDS + need] === 1

/** iput() of an inode that nobody else has seen. */
export const putNewInode = (kernel: Kernel, self: number): void => {
  giveBack(kernel, self, INODE)
  forget(kernel, self)
}

/** fd_install(): others use the file from here on, and the descriptor owns it with all that it owns. */
export const install = (kernel: Kernel, self: number): void => {
  if (!makesFiles(kernel)) return
  if (hasTaken(kernel, self, VM_REFERENCE)) makeReady(kernel, self, OWNED_VM)
  // The first that is lacking is told.
  for (let need = NEEDS - 1; need >= 0; need--) if (!isReady(kernel, self, need)) kernel.lacksAtInstall = 1 + need
  giveBack(kernel, self, DESCRIPTOR)
  giveBack(kernel, self, MEMORY)
  giveBack(kernel, self, MODULE_REFERENCE)
  giveBack(kernel, self, INODE)
  giveBack(kernel, self, FILE)
  handOut(kernel, self, VM_REFERENCE)
  forget(kernel, self)
}

/** fput() of a file that nobody else has seen: it is released, with the inode, and lets go of the module. */
export const dropFile = (kernel: Kernel, self: number): void => {
  if (!makesFiles(kernel)) return
  giveBack(kernel, self, FILE)
  giveBack(kernel, self, INODE)
  giveBack(kernel, self, MODULE_REFERENCE)
  if (isReady(kernel, self, PRIVATE_DATA)) {
    giveBack(kernel, self, MEMORY)
    if (isReady(kernel, self, VM_POINTER)) giveBack(kernel, self, VM_REFERENCE)
  } else kernel.lacksAtInstall = 1 + PRIVATE_DATA
  forget(kernel, self)
}

const forget = (kernel: Kernel, self: number): void => {
  if (!makesFiles(kernel)) return
  for (let need = 0; need < NEEDS; need++) kernel.madeReady[self * NEEDS + need] = 0
  kernel.newFlags[self] = 0
}
