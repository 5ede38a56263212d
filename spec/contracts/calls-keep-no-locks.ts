import { operations } from '../../model/operations/index.ts'
import type { Contract, Seen } from '../promise.ts'

export const callsKeepNoLocks: Contract = {
  kind: 'contract',
  name: 'calls-keep-no-locks',
  statement: 'A call that returns has dropped every lock it took.',
  source: 'every lock taken is released on every return path: Mike Day on the direct map series',
  of: operations.map(({ name }) => name),
  each: 'world',
  broken: seen => lockOf(seen) !== '',
  says: (_, seen) => `the call returned, and still holds ${lockOf(seen)}`,
}

/** A lock the caller holds, in words; '' if none. */
const lockOf = ({ kernel, self }: Seen): string => {
  if (kernel.invalidateWriter === 1 + self || ((kernel.invalidateReaders >> self) & 1) === 1)
    return 'the invalidate lock'
  if (kernel.allocationMutex === 1 + self) return 'the allocation mutex'
  if (kernel.xaLock === 1 + self) return 'xa_lock'
  for (let frame = 0; frame < kernel.frames; frame++)
    if (kernel.folioLock[frame] === 1 + self) return `the folio lock of frame ${frame}`
  if (kernel.failureMutex.length > 0 && kernel.failureMutex[0] === 1 + self) return 'mf_mutex'
  for (let vm = 0; vm < kernel.slotsLock.length; vm++) if (kernel.slotsLock[vm] === 1 + self) return 'slots_lock'
  for (let vm = 0; vm < kernel.vms; vm++) if (((kernel.mmuReaders[vm]! >> self) & 1) === 1) return 'mmu_lock'
  return ''
}
