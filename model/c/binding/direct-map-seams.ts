/**
 * Seams of changing the direct map (RFC v3).
 */
import { tellUnrecorded } from '../../direct-map/record.ts'
import type { Scope } from '../../words.ts'
import { wordOf } from './errno.ts'
import { type Seam, theOne } from './seam.ts'

type S = Scope<string>

const range = {
  start: ({ call }: S) => call.start!,
  end: ({ call }: S) => call.end!,
  state: ({ call }: S) => call.state!,
}

/** A change that succeeded says what it left out of the record. */
function leaveChange({ kernel, call }: S, result: number): void {
  call.result = wordOf(result)
  if (result === 0) tellUnrecorded(kernel, call.start!, call.end!, call.state!)
}

export const directMapSeams: readonly Seam[] = [
  {
    fn: 'kvm_gmem_set_direct_map',
    at: { in: { machine: 'setRange' }, between: { from: 'locking', to: 'leaving' } },
    given: { inode: theOne, ...range },
    leave: leaveChange,
  },
  {
    fn: 'kvm_gmem_folio_set_direct_map',
    at: { in: { machine: 'setFolioRange' }, between: { from: 'readingInode', to: 'putting' } },
    given: { folio: ({ call }) => 1 + call.folio!, ...range },
    leave: leaveChange,
  },
]
