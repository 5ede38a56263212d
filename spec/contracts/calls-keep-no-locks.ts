import type { Contract, Seen } from '../promise.ts'

export const callsKeepNoLocks: Contract = {
  kind: 'contract',
  name: 'calls-keep-no-locks',
  statement: 'A call that returns has dropped every lock it took.',
  source: 'every lock taken is released on every return path: Mike Day on the direct map series',
  of: [
    'convert',
    'allocate',
    'guest fault',
    'host fault',
    'pin',
    'unpin',
    'speculative reference',
    'split',
    'merge',
    'prepare',
    'rollback',
  ],
  each: 'world',
  broken: seen => lockOf(seen) !== '',
  says: (_, seen) => `the call returned, and still holds ${lockOf(seen)}`,
}

/** A lock the caller holds, in words; '' if none. */
const lockOf = ({ kernel, self }: Seen): string => {
  if (kernel.invalidateWriter === 1 + self || ((kernel.invalidateReaders >> self) & 1) === 1)
    return 'the invalidate lock'
  if (kernel.allocationMutex === 1 + self) return 'the allocation mutex'
  for (let frame = 0; frame < kernel.frames; frame++)
    if (kernel.folioLock[frame] === 1 + self) return `the folio lock of frame ${frame}`
  for (let vm = 0; vm < kernel.vms; vm++) if (((kernel.mmuReaders[vm]! >> self) & 1) === 1) return 'mmu_lock'
  return ''
}
