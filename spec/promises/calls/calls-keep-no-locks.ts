import { isAmongHolders, isHolder } from '../../../model/kernel/locks/lock-order.ts'
import { operations } from '../../../model/operations/index.ts'
import type { Contract, Seen } from '../../promise.ts'

export const callsKeepNoLocks: Contract = {
  kind: 'contract',
  name: 'calls-keep-no-locks',
  severity: 'deadlock',
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
  if (isHolder(kernel, 'invalidateWriter', self) || isAmongHolders(kernel, 'invalidateReaders', self)) return 1
  if (isHolder(kernel, 'allocationMutex', self)) return 2
  if (isHolder(kernel, 'xaLock', self)) return 3
  if (kernel.failureMutex.length > 0 && isHolder(kernel, 'failureMutex', self)) return 4
  for (let vm = 0; vm < kernel.slotsLock.length; vm++) if (isHolder(kernel, 'slotsLock', self, vm)) return 5
  for (let vm = 0; vm < kernel.vms; vm++) if (isAmongHolders(kernel, 'mmuReaders', self, vm)) return 6
  for (let frame = 0; frame < kernel.frames; frame++)
    if (isHolder(kernel, 'folioLock', self, frame)) return FOLIO_LOCK + frame
  return 0
}
