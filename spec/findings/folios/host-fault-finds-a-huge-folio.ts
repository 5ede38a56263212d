import type { Finding } from '../finding.ts'

export const hostFaultFindsAHugeFolio: Finding = {
  name: 'host-fault-finds-a-huge-folio',
  scenario: 'fault-in-shared-hugepage-from-host-and-guest',
  design: 'rfc-v2-split',
  promises: ['host-faults-meet-no-large-folio'],
  functions: ['kvm_gmem_fault_shared', 'kvm_gmem_get_folio'],
  why: 'A fresh huge folio stands in the filemap, unlocked, before it is split, and any holder of the shared lock can find it. A host fault that does warns and kills the process with SIGBUS, on a page it may use.',
  repair: 'Keep others from looking the hugepage up until the split is done.',
  repaired: 'fresh-split-under-mutex',
}
