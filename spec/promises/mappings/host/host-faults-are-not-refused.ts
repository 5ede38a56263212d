import { noVma } from '../../../../model/kernel/file/host-mappings.ts'
import { OK, SHARED, showResult } from '../../../../model/kernel/state/values.ts'
import type { Contract } from '../../../promise.ts'
import { isUndisturbed } from '../../calls/undisturbed.ts'

export const hostFaultsAreNotRefused: Contract = {
  kind: 'contract',
  name: 'host-faults-are-not-refused',
  severity: 'wrong result',
  statement: 'A host access to a shared page of a mapped file succeeds, where memory suffices and nothing else runs.',
  source: 'kvm_gmem_fault_user_mapping(), virt/kvm/guest_memfd.c: SIGBUS for private pages, and behind the end',
  of: ['host fault'],
  alone: true,
  each: 'world',
  broken: ({ kernel, call }) =>
    call.result !== OK &&
    isUndisturbed(kernel) &&
    call.page! < kernel.pages &&
    kernel.share[call.page!] === SHARED &&
    !noVma(kernel),
  says: (_, { call }) =>
    `the access ended with ${showResult(call.result!)}, and page ${call.page} is shared and mapped`,
}
