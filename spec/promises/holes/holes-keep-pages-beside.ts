import { isItsHole, wasRemoved } from '../../../model/kernel/file/hole-snapshot.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import type { Contract } from '../../promise.ts'

export const holesKeepPagesBeside: Contract = {
  kind: 'contract',
  name: 'holes-keep-pages-beside',
  severity: 'wrong result',
  statement: 'When a hole was punched, or could not be, every folio that lies beside it is still there.',
  source: 'fallocate(2): within the specified range',
  of: ['punch hole'],
  each: 'page',
  broken: (seen, page) => {
    const { kernel, call } = seen
    if (!isItsHole(seen)) return false
    return wasRemoved(kernel, page) && !reachesInto(kernel, page, call.start!, call.start! + call.pages!)
  },
  says: page => `page ${page} lies beside the hole, and is gone`,
  ghosts: ['filemapBefore', 'holeOf'],
}

/** The folio that the page had covers a page of [start, end): truncation takes it whole. */
const reachesInto = (kernel: Kernel, page: number, start: number, end: number): boolean => {
  for (let other = start; other < end && other < kernel.pages; other++)
    if (kernel.filemapBefore[other] === kernel.filemapBefore[page]) return true
  return false
}
