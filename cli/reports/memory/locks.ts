/**
 * Locks in a picture, and what invalidations keep faults away from.
 */
import { cellOf, cpus, numbers } from './cells.ts'
import type { MemoryState } from './memory.ts'
import type { PictureRow } from './picture.ts'

export function lockRows(memory: MemoryState): PictureRow[] {
  const owner = (value: number | undefined) => (value ? `CPU${value - 1}` : undefined)
  const row = (name: string, text: string | undefined): PictureRow => ({ name, cells: [cellOf(text, 'held')] })
  const ofVm = (name: string, vm: number) => (memory.vms > 1 ? `${name}, VM${vm}` : name)
  const each = (name: string, text: (vm: number) => string | undefined) =>
    numbers(memory.vms).map(vm => row(ofVm(name, vm), text(vm)))
  return [
    row('invalidate_lock, written by', owner(memory.invalidateWriter)),
    row('invalidate_lock, read by', cpus(memory.invalidateReaders)),
    row('invalidate_lock, queued writers', cpus(memory.invalidateQueue)),
    row('allocation mutex', owner(memory.allocationMutex)),
    row('xa_lock', owner(memory.xaLock)),
    row('mf_mutex', owner(memory.failureMutex[0])),
    ...each('slots_lock', vm => owner(memory.slotsLock[vm])),
    ...each('mmu_lock, read by', vm => cpus(memory.mmuReaders[vm]!)),
    ...each('invalidation', vm => windowOf(memory, vm)),
    ...each('faults in flight', vm => cpus(memory.faulting[vm]!)),
    row('their sequence has moved', cpus(memory.seqMoved)),
  ]
}

/** `1 in progress, gfns 2 to 3`. */
function windowOf(memory: MemoryState, vm: number): string | undefined {
  const number = memory.invalidating[vm]!
  const [start, end] = [memory.invalidateStart[vm]!, memory.invalidateEnd[vm]!]
  if (number === 0 && start === 0) return undefined
  const gfns = start === 0 ? 'no gfn' : start + 1 >= end ? `gfn ${start - 1}` : `gfns ${start - 1} to ${end - 2}`
  return `${number} in progress, ${gfns}`
}
