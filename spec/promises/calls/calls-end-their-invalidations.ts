import type { Contract } from '../../promise.ts'

export const callsEndTheirInvalidations: Contract = {
  kind: 'contract',
  name: 'calls-end-their-invalidations',
  severity: 'wrong result',
  statement: 'A call ends the invalidations that it began, of the same VMs.',
  source: 'kvm_gmem_punch_hole(), virt/kvm/guest_memfd.c, comment: bindings are stable, so that start and end balance',
  of: ['punch hole', 'memory failure', 'release'],
  each: 'vm',
  broken: ({ kernel, self }, vm) => kernel.begunBy.length > 0 && kernel.begunBy[self * kernel.vms + vm] !== 0,
  says: vm => `the call returned, and faults of VM ${vm} are kept away for ever`,
  ghosts: ['begunBy'],
}
