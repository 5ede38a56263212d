/**
 * Words for the entries of rows that are indexed by more than one thing.
 */
import { foreignNames } from '../../../model/kernel/state/kinds/foreign.ts'
import { needNames, thingNames } from '../../../model/kernel/state/new-files.ts'
import type { Bounds } from '../../../model/kernel/state/state.ts'
import { showShare } from '../../../model/kernel/state/values.ts'

/** `held[CPU0 frame 2]`; a number where the index is one. @param length of the row */
export function indexWords(
  { pages, frames, threads, vms }: Bounds,
  field: string,
  index: number,
  length: number,
): string {
  const perVm = (words: string, vm: number) => (vms > 1 ? `VM${vm} ${words}` : words)
  if (field === 'held') return `CPU${Math.floor(index / frames)} frame ${index % frames}`
  if (field === 'faultGfn') return `CPU${index >> 1} ${showShare(index & 1)}`
  const own = PER_THREAD[field]
  if (own !== undefined) {
    const each = length / threads
    const cpu = `CPU${Math.floor(index / each)}`
    const entry = index % each
    if (typeof own !== 'string') return `${cpu} ${own[entry]}`
    return own === '' ? cpu : `${cpu} ${own} ${entry}`
  }
  if (field === 'spte') {
    const table = Math.floor(index / pages)
    return perVm(`${showShare(table & 1)} gfn ${index % pages}`, table >> 1)
  }
  // A row of pages per VM.
  if (PER_PAGE.includes(field) && length > pages) return perVm(`page ${index % pages}`, Math.floor(index / pages))
  return String(index)
}

/** Rows of each thread, and what their entries are of, or are called; '' where a thread has one. */
const PER_THREAD: Readonly<Record<string, string | readonly string[]>> = {
  heldFiles: 'file',
  imageDone: 'page',
  imageShared: 'page',
  addedPages: 'page',
  begunBy: 'VM',
  signalsAsked: '',
  heldForeign: foreignNames,
  taken: thingNames,
  madeReady: needNames,
  vmPut: '',
  newFlags: '',
}

const PER_PAGE = ['share', 'bindings', 'privateBefore']
