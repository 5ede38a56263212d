import type { Contract } from '../../promise.ts'

export const allocationStaysInItsRange: Contract = {
  kind: 'contract',
  name: 'allocation-stays-in-its-range',
  severity: 'wrong result',
  statement: 'An allocation adds folios of one page within its range, and none outside of it.',
  source: 'fallocate(2): disk space is allocated within the range; kvm_gmem_allocate(), virt/kvm/guest_memfd.c',
  of: ['allocate'],
  each: 'page',
  broken: ({ kernel, call, self }, page) =>
    kernel.addedPages[self * kernel.pages + page] === 1 && (page < call.start! || page >= call.start! + call.pages!),
  says: page => `the allocation has added a folio at page ${page}, which is not in its range`,
  ghosts: ['addedPages'],
}
