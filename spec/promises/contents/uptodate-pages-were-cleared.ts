import { folioOf } from '../../../model/kernel/memory/folio.ts'
import { STALE } from '../../../model/kernel/state/values.ts'
import type { Invariant } from '../../promise.ts'
import { always } from '../../when.ts'

export const uptodatePagesWereCleared: Invariant = {
  kind: 'invariant',
  name: 'uptodate-pages-were-cleared',
  severity: 'guest memory',
  statement:
    'Every page of a folio that is up to date was cleared since it was allocated, once the lock of the folio is dropped.',
  source: 'kvm_gmem_prepare_folio(): the guest sees a zero page, so that no host data leaks',
  holds: always,
  each: 'frame',
  broken: ({ kernel }, frame) =>
    kernel.allocated[frame] === 1 &&
    kernel.uptodate[folioOf(kernel, frame)] === 1 &&
    kernel.folioLock[folioOf(kernel, frame)] === 0 &&
    kernel.contents[frame] === STALE,
  says: frame => `frame ${frame} belongs to a folio that is up to date, and was never cleared`,
  ghosts: ['contents'],
}
