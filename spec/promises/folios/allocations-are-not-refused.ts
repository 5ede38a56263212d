import type { Kernel } from '../../../model/kernel/state/state.ts'
import { EINTR, EINVAL, OK, showResult } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'
import { isUndisturbed, isWhole } from '../calls/undisturbed.ts'

export const allocationsAreNotRefused: Contract = {
  kind: 'contract',
  name: 'allocations-are-not-refused',
  severity: 'wrong result',
  statement: 'An allocation of pages that the file has succeeds, where memory suffices and nothing else runs.',
  source: 'fallocate(2): subsequent writes do not fail for lack of space; kvm_gmem_allocate(), virt/kvm/guest_memfd.c',
  of: ['allocate'],
  alone: true,
  each: 'world',
  broken: ({ kernel, call }) =>
    call.result !== OK && call.result !== EINTR && isUndisturbed(kernel) && isAllowed(kernel, call),
  says: (_, { call }) => `the allocation returned ${showResult(call.result!)}, and nothing stands against it`,
}

/** Hugepages may be given out as a whole only. */
const isAllowed = (kernel: Kernel, { start, pages, result }: Readonly<Record<string, number>>): boolean =>
  pages! > 0 && start! + pages! <= kernel.pages && (result !== EINVAL || isWhole(kernel, start!, pages!))
