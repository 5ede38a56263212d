/**
 * A file that a call makes: what it has taken for it, and what the file has so far.
 *
 * Source: __kvm_gmem_create(), virt/kvm/guest_memfd.c; alloc_file_pseudo(), __fput(), fs/file_table.c; fd_install(),
 * fs/file.c.
 * Left out: numbers of descriptors; what the file is called.
 */
import { MOST_TAKEN, NEEDED, type Needed, TAKEN, type Thing } from '../state/new-files.ts'
import type { Kernel } from '../state/state.ts'

const makesFiles = (kernel: Kernel): boolean => kernel.taken.length > 0
const countAt = (self: number, thing: Thing): number => self * TAKEN.length + TAKEN.indexOf(thing)
const readyAt = (self: number, need: Needed): number => self * NEEDED.length + NEEDED.indexOf(need)

export const take = (kernel: Kernel, self: number, ...things: readonly Thing[]): void => {
  if (!makesFiles(kernel)) return
  for (const thing of things) {
    const at = countAt(self, thing)
    kernel.taken[at] = Math.min(MOST_TAKEN, kernel.taken[at]! + 1)
  }
}

/** What others own from here on. */
export const handOut = (kernel: Kernel, self: number, ...things: readonly Thing[]): void => {
  for (const thing of things) if (kernel.taken[countAt(self, thing)]! > 0) giveBack(kernel, self, thing)
}

/** What was not taken is given back twice, or is somebody else's. */
export const giveBack = (kernel: Kernel, self: number, ...things: readonly Thing[]): void => {
  if (!makesFiles(kernel)) return
  for (const thing of things) {
    const at = countAt(self, thing)
    if (kernel.taken[at] === 0) kernel.givenTwice = 1 + TAKEN.indexOf(thing)
    else kernel.taken[at]! -= 1
  }
}

/** A reference of the VM that the call has taken itself. */
export function returnVm(kernel: Kernel, self: number): boolean {
  if (!makesFiles(kernel) || kernel.taken[countAt(self, 'a reference of the VM')] === 0) return false
  giveBack(kernel, self, 'a reference of the VM')
  return true
}

export const makeReady = (kernel: Kernel, self: number, need: Needed): void => {
  if (makesFiles(kernel)) kernel.madeReady[readyAt(self, need)] = 1
}

export const isReady = (kernel: Kernel, self: number, need: Needed): boolean =>
  makesFiles(kernel) && kernel.madeReady[readyAt(self, need)] === 1

/** fd_install(): others use the file from here on, and the descriptor owns it with all that it owns. */
export const install = (kernel: Kernel, self: number): void => {
  if (!makesFiles(kernel)) return
  if (kernel.taken[countAt(self, 'a reference of the VM')]! > 0) makeReady(kernel, self, 'a reference of the VM')
  const lacking = NEEDED.findIndex(need => !isReady(kernel, self, need))
  if (lacking >= 0) kernel.lacksAtInstall = 1 + lacking
  giveBack(kernel, self, 'a file descriptor', 'memory', 'a reference of the module', 'an inode', 'a file')
  handOut(kernel, self, 'a reference of the VM')
  forget(kernel, self)
}

/** fput() of a file that nobody else has seen: it is released, with the inode, and lets go of the module. */
export const dropFile = (kernel: Kernel, self: number): void => {
  if (!makesFiles(kernel)) return
  giveBack(kernel, self, 'a file', 'an inode', 'a reference of the module')
  if (!isReady(kernel, self, 'private data')) kernel.lacksAtInstall = 1 + NEEDED.indexOf('private data')
  else giveBack(kernel, self, 'memory', ...(isReady(kernel, self, 'a VM') ? (['a reference of the VM'] as const) : []))
  forget(kernel, self)
}

const forget = (kernel: Kernel, self: number): void => {
  for (const need of NEEDED) kernel.madeReady[readyAt(self, need)] = 0
}
