/**
 * Words for the entries of rows that are indexed by more than one thing.
 */
import type { Bounds } from '../../../model/kernel/state/state.ts'
import { showShare } from '../../../model/kernel/state/values.ts'

/** `held[CPU0 frame 2]`; a number where the index is one. @param length of the row */
export function indexWords({ pages, frames, vms }: Bounds, field: string, index: number, length: number): string {
  const perVm = (words: string, vm: number) => (vms > 1 ? `VM${vm} ${words}` : words)
  if (field === 'held') return `CPU${Math.floor(index / frames)} frame ${index % frames}`
  if (field === 'faultGfn') return `CPU${index >> 1} ${showShare(index & 1)}`
  if (field === 'spte') {
    const table = Math.floor(index / pages)
    return perVm(`${showShare(table & 1)} gfn ${index % pages}`, table >> 1)
  }
  // A row of pages per VM.
  if (PER_PAGE.includes(field) && length > pages) return perVm(`page ${index % pages}`, Math.floor(index / pages))
  return String(index)
}

const PER_PAGE = ['share', 'bindings', 'privateBefore']
