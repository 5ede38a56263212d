import { recordedState } from '../../../model/kernel/direct-map/record.ts'
import { ABSENT } from '../../../model/kernel/memory/direct-map-entries.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import type { Invariant } from '../../promise.ts'

export const directMapIsAsRecorded: Invariant = {
  kind: 'invariant',
  name: 'direct-map-is-as-recorded',
  severity: 'wrong result',
  statement: 'A page in use has a direct map entry if and only if its record, or the mark of its folio, says so.',
  source:
    'eventual consistency of the xarray and the direct map (Patrick Roy, RFC v3 3/6 of the direct map series, log)',
  ghosts: ['recording'],
  holds: {
    words: 'while no call changes the record, in worlds that change the direct map',
    when: ({ kernel }) => kernel.directMapEntry > 0 && kernel.recording === 0 && kernel.released === 0,
    needs: 'hole',
  },
  each: 'page',
  broken: ({ kernel }, page) => {
    const slot = kernel.filemap[page]!
    if (slot === 0 || kernel.uptodate[slot - 1] === 0 || kernel.folioLock[slot - 1] !== 0) return false
    return kernel.hole[frameOf(kernel, page)] !== recordedHole(kernel, page)
  },
  says: (page, { kernel }) =>
    kernel.hole[frameOf(kernel, page)] === 1
      ? `page ${page} has no direct map entry, and is recorded as having one`
      : `page ${page} has a direct map entry, and is recorded as having none`,
}

const frameOf = (kernel: Kernel, page: number): number => {
  const folio = kernel.filemap[page]! - 1
  return folio + page - kernel.index[folio]!
}

const recordedHole = (kernel: Kernel, page: number): number => {
  if (kernel.recordsPages === 0) return kernel.holeMark[kernel.filemap[page]! - 1]!
  return recordedState(kernel, page) === ABSENT ? 1 : 0
}
