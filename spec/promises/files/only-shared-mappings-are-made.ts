import { OK } from '../../../model/kernel/state/values.ts'
import { isSharedMapping } from '../../../model/operations/files/mapping-flags.ts'
import type { Contract, Seen } from '../../promise.ts'

export const onlySharedMappingsAreMade: Contract = {
  kind: 'contract',
  name: 'only-shared-mappings-are-made',
  severity: 'wrong result',
  statement: 'The host maps a file shared and writable, through operations of guest_memfd, or not at all.',
  source: 'kvm_gmem_mmap(), virt/kvm/guest_memfd.c: copy on write would take pages out of the file',
  of: ['map file'],
  each: 'world',
  broken: seen => isWrong(seen),
  says: (_, { kernel, call }) =>
    kernel.mappableFile === 0
      ? 'a file was mapped that may not be mapped'
      : call.result !== OK
        ? 'a shared mapping of a file that may be mapped was refused'
        : isSharedMapping(call['mapping.flags']!)
          ? 'the file was mapped, and faults do not reach guest_memfd'
          : 'the file was mapped privately, or only for reading',
}

const isWrong = ({ kernel, call }: Seen): boolean => {
  const isShared = kernel.mappableFile === 1 && isSharedMapping(call['mapping.flags']!)
  return call.result === OK ? !isShared || call['mapping.operations'] === 0 : isShared
}
