import { slotAt } from '../../../model/kernel/file/filemap.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const conversionKeepsPages: Contract = {
  kind: 'contract',
  name: 'conversion-keeps-pages',
  severity: 'wrong result',
  statement: 'After a conversion that succeeds, every index of the file that had a page has the same page.',
  source:
    'in-place conversion: splitting and merging change folios, not which memory backs the file (RFC v2 cover letter)',
  of: ['convert'],
  each: 'page',
  broken: ({ kernel, call }, page) => call.result === OK && lossOf(kernel, page) !== 0,
  says: (page, { kernel }) => `the conversion succeeded, and page ${page} ${LOSSES[lossOf(kernel, page)]}`,
  ghosts: ['filemapBefore', 'hugeBefore'],
}

const LOSSES = ['is the same', 'is missing from the filemap', 'stands in another frame']

/** What became of a page since the conversion took the lock: an index into the words above. */
const lossOf = (kernel: Kernel, page: number): number => {
  const before = kernel.filemapBefore[page]!
  const now = slotAt(kernel, page)
  if (before === 0) return 0
  if (now === 0) return 1
  return frameOf(kernel, page, before, kernel.hugeBefore) === frameOf(kernel, page, now, kernel.huge) ? 0 : 2
}

/** The frame behind a slot; the pages of a huge folio lie in order. */
const frameOf = (kernel: Kernel, page: number, slot: number, huge: Kernel['huge']): number =>
  slot - 1 + (huge[slot - 1] === 1 ? page % kernel.hugepage : 0)
