import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const refusedMemslotsHaveNoFile: Contract = {
  kind: 'contract',
  name: 'refused-memslots-have-no-file',
  severity: 'use after free',
  statement: 'A memslot whose binding is refused points at no file: the reference of the file has been put.',
  source:
    'kvm_gmem_bind(), kvm_gmem_prepare_memory_region(), virt/kvm/guest_memfd.c: fput() behind the label of errors',
  of: ['bind anyhow'],
  each: 'world',
  broken: ({ kernel, call }) => call.result !== OK && kernel.slotFile[call.vm!] !== 0,
  says: (_, { call }) => `the memslot of VM ${call.vm} was refused, and points at a file whose reference was put`,
}
