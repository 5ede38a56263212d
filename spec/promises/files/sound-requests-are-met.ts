import { EINTR, OK, showResult } from '../../../model/kernel/state/values.ts'
import {
  isCreatable,
  mappingFaults,
  requestFaults,
  type SoundRequest,
} from '../../../model/operations/files/sound-requests.ts'
import type { Contract, Seen } from '../../promise.ts'
import { isUndisturbed } from '../calls/undisturbed.ts'

const refusedWith = (_: number, { call }: Seen): string =>
  `the request was refused with ${showResult(call.result!)}, and it is sound`

export const soundRequestsAreMet: Contract = {
  kind: 'contract',
  name: 'sound-requests-are-met',
  severity: 'wrong result',
  statement: 'Pages are allocated and freed as a sound request asks, where memory suffices and nothing else runs.',
  source: 'kvm_gmem_fallocate(), virt/kvm/guest_memfd.c',
  of: ['fallocate anyhow'],
  alone: true,
  each: 'world',
  broken: seen =>
    seen.call.result !== OK &&
    // A signal has come.
    seen.call.result !== EINTR &&
    isUndisturbed(seen.kernel) &&
    requestFaults(seen as SoundRequest) === 0,
  says: refusedWith,
}

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
  says: refusedWith,
}

export const allowedMappingsAreMade: Contract = {
  kind: 'contract',
  name: 'allowed-mappings-are-made',
  severity: 'wrong result',
  statement: 'A mapping that the file allows is made.',
  source: 'kvm_gmem_mmap(), virt/kvm/guest_memfd.c',
  of: ['map file'],
  alone: true,
  each: 'world',
  broken: ({ kernel, call }) =>
    call.result !== OK && isUndisturbed(kernel) && mappingFaults(kernel, call['mapping.flags']!) === 0,
  says: refusedWith,
}
