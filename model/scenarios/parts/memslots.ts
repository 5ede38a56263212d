/**
 * Files and memslots that a scenario begins with, and calls that change them.
 */
import type { Call } from '../../../checker/declare.ts'
import type { Kernel } from '../../kernel/state/state.ts'

/** The VM's file is open, and stands on the inode's list. */
export const opened = (kernel: Kernel, vm: number): void => {
  kernel.fileRefs[vm] = 1
  kernel.fileListed[vm] = 1
}

/** The VM's file is open, and bound to a memslot that vCPUs see. */
export const bound = (kernel: Kernel, vm: number): void => {
  opened(kernel, vm)
  kernel.slotVisible[vm] = 1
  kernel.slotAllocated[vm] = 1
  kernel.slotFile[vm] = 1
  for (let page = kernel.slotFirst; page < kernel.pages; page++) kernel.bindings[vm * kernel.pages + page] = 1
}

export const ofVm = (operation: string, vm = 0): Call => ({ operation, args: [{ vm }], times: 1 })
