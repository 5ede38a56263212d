import { isRemembered } from '../../../../model/kernel/file/snapshot.ts'
import type { Contract } from '../../../promise.ts'

export const invalidationsAreBalanced: Contract = {
  kind: 'contract',
  name: 'invalidations-are-balanced',
  severity: 'wrong result',
  statement: 'A conversion ends as many invalidations as it began.',
  source: 'kvm_gmem_convert_invalidate_begin() and _end() pair on the same bindings (RFC v2 04/51)',
  of: ['convert'],
  each: 'vm',
  // munmap() invalidates without the lock
  broken: ({ kernel }, vm) =>
    kernel.vmaDetached.length === 0 &&
    isRemembered(kernel, 0) &&
    kernel.invalidating[vm] !== kernel.invalidatingBefore[vm],
  says: (vm, { kernel }) =>
    `the conversion returned with ${kernel.invalidating[vm]} invalidations in progress, and began with ${kernel.invalidatingBefore[vm]}`,
  ghosts: ['invalidatingBefore', 'shareBefore'],
}
