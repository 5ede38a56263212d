import type { Never } from '../../promise.ts'

export const directMapChangesStayInRange: Never = {
  kind: 'never',
  name: 'direct-map-changes-stay-in-range',
  severity: 'WARN',
  statement: 'A change of the direct map changes the entries of the pages it names, and no others.',
  source: 'kvm_gmem_set_direct_map(), virt/kvm/guest_memfd.c (RFC v3 3/6 of the direct map series)',
  signal: 'changedForeignEntry',
  says: frame => `the entry of frame ${frame} was changed, which is no page of the request`,
}
