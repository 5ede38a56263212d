import { operations } from '../../model/operations/index.ts'
import type { Contract, Seen } from '../promise.ts'

export const callsKeepNoLocks: Contract = {
  kind: 'contract',
  name: 'calls-keep-no-locks',
  statement: 'A call that returns has dropped every lock it took.',
  source: 'every lock taken is released on every return path: Mike Day on the direct map series',
  of: operations.map(({ name }) => name),
  each: 'world',
  broken: seen => lockOf(seen) !== 0,
  says: (_, seen) => {
    const lock = lockOf(seen)
    return `the call returned, and still holds ${LOCKS[lock] ?? `the folio lock of frame ${lock - FOLIO_LOCK}`}`
  },
}

const LOCKS = [
  'nothing',
  'the invalidate lock',
  'the allocation mutex',
  'xa_lock',
  'mf_mutex',
  'slots_lock',
  'mmu_lock',
]
/** And the frame of the folio. */
const FOLIO_LOCK = 7

/** A lock the caller holds: an index into the words above, 0 for none. */
const lockOf = ({ kernel, self }: Seen): number => {
  if (kernel.invalidateWriter === 1 + self || ((kernel.invalidateReaders >> self) & 1) === 1) return 1
  if (kernel.allocationMutex === 1 + self) return 2
  if (kernel.xaLock === 1 + self) return 3
  if (kernel.failureMutex.length > 0 && kernel.failureMutex[0] === 1 + self) return 4
  for (let vm = 0; vm < kernel.slotsLock.length; vm++) if (kernel.slotsLock[vm] === 1 + self) return 5
  for (let vm = 0; vm < kernel.vms; vm++) if (((kernel.mmuReaders[vm]! >> self) & 1) === 1) return 6
  for (let frame = 0; frame < kernel.frames; frame++)
    if (kernel.folioLock[frame] === 1 + self) return FOLIO_LOCK + frame
  return 0
}
