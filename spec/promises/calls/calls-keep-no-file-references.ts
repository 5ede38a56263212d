import { operations } from '../../../model/operations/index.ts'
import type { Contract } from '../../promise.ts'

export const callsKeepNoFileReferences: Contract = {
  kind: 'contract',
  name: 'calls-keep-no-file-references',
  severity: 'wrong result',
  statement: 'A call that returns has put every file that it has got.',
  source: 'every return path of the operations of virt/kvm/guest_memfd.c',
  of: operations.map(({ name }) => name),
  each: 'vm',
  ghosts: ['heldFiles'],
  broken: ({ kernel, self }, vm) => kernel.heldFiles[self * kernel.vms + vm]! > 0,
  says: vm => `the call returned, and still holds a reference of the file of VM ${vm}`,
}
