/**
 * Words for the entries of rows that are indexed by more than one thing.
 */
import type { Bounds } from '../../model/kernel/state.ts'
import { showShare } from '../../model/kernel/words.ts'

/** `held[CPU0 frame 2]`; a number where the index is one. */
export function indexWords({ pages, frames, vms }: Bounds, field: string, index: number): string {
  if (field === 'held') return `CPU${Math.floor(index / frames)} frame ${index % frames}`
  if (field === 'faultGfn') return `CPU${index >> 1} ${showShare(index & 1)}`
  if (field !== 'spte') return String(index)
  const table = Math.floor(index / pages)
  return `${vms > 1 ? `VM${table >> 1} ` : ''}${showShare(table & 1)} gfn ${index % pages}`
}
