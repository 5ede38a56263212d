import { slotAt } from '../../model/kernel/filemap.ts'
import type { Kernel } from '../../model/kernel/state.ts'
import { OK } from '../../model/kernel/words.ts'
import type { Contract } from '../promise.ts'

export const failedConversionRestoresState: Contract = {
  kind: 'contract',
  name: 'failed-conversion-restores-state',
  statement:
    'A conversion that fails leaves shareability, filemap and folio sizes as they were, and up to date what was; unmapping stays.',
  source: 'rollback restores state, unmapping is not undone (Ackerley Tng on RFC v2 38/51)',
  of: ['convert'],
  each: 'page',
  broken: ({ kernel, call }, page) => call.result !== OK && changeOf(kernel, page) !== '',
  says: (page, { kernel }) => `the conversion failed, and ${changeOf(kernel, page)}`,
  ghosts: ['shareBefore', 'filemapBefore', 'hugeBefore', 'uptodateBefore'],
}

/** What differs at a page from when the conversion took the lock; '' if nothing does. */
const changeOf = (kernel: Kernel, page: number): string => {
  const slot = slotAt(kernel, page)
  if (kernel.share[page] !== kernel.shareBefore[page]! - 1) return `page ${page} has another shareability`
  if (slot !== kernel.filemapBefore[page])
    return slot === 0 ? `page ${page} is missing from the filemap` : `another folio stands at page ${page}`
  if (slot === 0) return ''
  if (kernel.huge[slot - 1] !== kernel.hugeBefore[slot - 1]) return `the folio at page ${page} has another size`
  // the other way round, somebody faulted the page in meanwhile
  if (kernel.uptodate[slot - 1]! < kernel.uptodateBefore[page]!) return `page ${page} is not as up to date as it was`
  return ''
}
