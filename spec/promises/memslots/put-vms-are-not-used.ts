import type { Never } from '../../promise.ts'

export const putVmsAreNotUsed: Never = {
  kind: 'never',
  name: 'put-vms-are-not-used',
  severity: 'use after free',
  statement: 'No call uses a VM that it has put: the reference may have been the last.',
  source: 'kvm_gmem_release(), virt/kvm/guest_memfd.c: kvm_put_kvm() comes last',
  ghosts: ['vmPut'],
  signal: 'vmUsedAfterPut',
  says: vm => `the lock of VM ${vm} is dropped by the call that has put the VM`,
}
