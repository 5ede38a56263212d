import { OK, showResult } from '../../../model/kernel/state/values.ts'
import { isCreatable } from '../../../model/operations/files/sound-requests.ts'
import type { Contract } from '../../promise.ts'
import { isUndisturbed } from '../calls/undisturbed.ts'

export const validFilesAreMade: Contract = {
  kind: 'contract',
  name: 'valid-files-are-made',
  severity: 'wrong result',
  statement:
    'A file of whole pages, with flags that its VM supports, is made where memory suffices and nothing else runs.',
  source: 'kvm_gmem_create(), virt/kvm/guest_memfd.c',
  of: ['create file'],
  alone: true,
  each: 'world',
  broken: ({ kernel, call }) =>
    call.result !== OK && isUndisturbed(kernel) && isCreatable(kernel, call['creation.size']!, call['creation.flags']!),
  says: (_, { call }) => `the request was refused with ${showResult(call.result!)}, and it is sound`,
}
