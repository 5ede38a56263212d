import { slotAt } from '../../../model/kernel/file/filemap.ts'
import { isRemembered } from '../../../model/kernel/file/snapshot.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const failedConversionRestoresState: Contract = {
  kind: 'contract',
  name: 'failed-conversion-restores-state',
  severity: 'wrong result',
  statement:
    'A conversion that fails leaves shareability, filemap and folio sizes as they were, and up to date what was; unmapping stays.',
  source: 'rollback restores state, unmapping is not undone (Ackerley Tng on RFC v2 38/51)',
  of: ['convert'],
  each: 'page',
  broken: ({ kernel, call }, page) => call.result !== OK && changeOf(kernel, page) !== 0,
  says: (page, { kernel }) => `the conversion failed, and page ${page} ${CHANGES[changeOf(kernel, page)]}`,
  ghosts: ['shareBefore', 'filemapBefore', 'hugeBefore', 'uptodateBefore'],
}

const CHANGES = [
  'is as it was',
  'has another shareability',
  'is missing from the filemap',
  'stands in another folio',
  'stands in a folio of another size',
  'is not as up to date as it was',
]

/** What differs at a page from when the conversion took the lock: an index into the words above. */
const changeOf = (kernel: Kernel, page: number): number => {
  if (!isRemembered(kernel, page)) return 0
  const slot = slotAt(kernel, page)
  if (kernel.share[page] !== kernel.shareBefore[page]! - 1) return 1
  if (slot !== kernel.filemapBefore[page]) return slot === 0 ? 2 : 3
  if (slot === 0) return 0
  if (kernel.huge[slot - 1] !== kernel.hugeBefore[slot - 1]) return 4
  // the other way round, somebody faulted the page in meanwhile
  return kernel.uptodate[slot - 1]! < kernel.uptodateBefore[page]! ? 5 : 0
}
