import { slotIsEmpty } from '../../../model/kernel/file/filemap.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const allocationCoversItsRange: Contract = {
  kind: 'contract',
  name: 'allocation-covers-its-range',
  severity: 'wrong result',
  statement: 'When an allocation succeeds, a folio stands at every page of its range.',
  source: 'fallocate(2): disk space is allocated within the range; kvm_gmem_allocate(), virt/kvm/guest_memfd.c',
  of: ['allocate'],
  each: 'page',
  // A hole punched meanwhile takes pages away again only once the allocation has returned: it waits for the lock.
  broken: ({ kernel, call }, page) =>
    call.result === OK && page >= call.start! && page < call.start! + call.pages! && slotIsEmpty(kernel, page),
  says: page => `the allocation succeeded, and nothing stands at page ${page}`,
}
