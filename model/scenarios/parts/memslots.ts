/**
 * Files and memslots that a scenario begins with, and calls that change them.
 */
import type { Call } from '../../../checker/declare.ts'
import { endPageOf, firstPageOf, slotOf } from '../../kernel/memslots/places.ts'
import { apart } from '../../kernel/state/layouts.ts'
import type { Kernel } from '../../kernel/state/state.ts'

/** The VM's file is open, and stands on the inode's list. */
export const opened = (kernel: Kernel, vm: number): void => {
  kernel.fileRefs[vm] = 1
  kernel.fileListed[vm] = 1
}

/** The VM's file is open, and bound to a memslot that vCPUs see; to all that VMs have where none covers what others do. */
export const bound = (kernel: Kernel, vm: number): void => {
  opened(kernel, vm)
  for (let second = 0; second < apart(kernel.layout, kernel.pages); second++) bindSlot(kernel, vm, second)
}

const bindSlot = (kernel: Kernel, vm: number, second: number): void => {
  const slot = slotOf(kernel, vm, second)
  kernel.slotVisible[slot] = 1
  kernel.slotAllocated[slot] = 1
  kernel.slotFile[slot] = 1
  for (let page = firstPageOf(kernel, slot); page < endPageOf(kernel, slot); page++)
    kernel.bindings[vm * kernel.pages + page] = 1 + second
}

export const ofVm = (operation: string, vm = 0): Call => ({ operation, args: [{ vm }], times: 1 })

/** The same of another memslot of the VM, the second one or the third. */
export const ofSecond = (operation: string): Call => ({ operation, args: [{ vm: 0, second: 1 }], times: 1 })
export const ofThird = (operation: string): Call => ({ operation, args: [{ vm: 0, second: 2 }], times: 1 })
