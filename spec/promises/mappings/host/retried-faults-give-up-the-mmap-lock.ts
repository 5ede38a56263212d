import { EAGAIN } from '../../../../model/kernel/state/values.ts'
import type { Contract } from '../../../promise.ts'

/** No C that the model runs gives the lock up: a patch that makes it do so is not judged. */
export const retriedFaultsGiveUpTheMmapLock: Contract = {
  kind: 'contract',
  name: 'retried-faults-give-up-the-mmap-lock',
  severity: 'deadlock',
  statement:
    'A host fault that is to be tried again has given up mmap_lock, or the lock of its VMA: whoever tries takes it anew.',
  source: 'VM_FAULT_RETRY: release_fault_lock(), mm/filemap.c; do_user_addr_fault(), arch/x86/mm/fault.c',
  of: ['host fault'],
  each: 'world',
  broken: ({ call }) => call.result === EAGAIN,
  says: (_, { call }) => `the access to page ${call.page} is to be tried again, and mmap_lock is still held`,
}
