import type { Never } from '../../promise.ts'

export const lookupsStayInTheFile: Never = {
  kind: 'never',
  name: 'lookups-stay-in-the-file',
  severity: 'BUG',
  statement: 'No folio is looked up behind the end of the file.',
  source: 'kvm_gmem_allocate(), kvm_gmem_fault_user_mapping(), virt/kvm/guest_memfd.c: i_size never changes',
  signal: 'lookedUpBeyond',
  fatal: true,
  says: () => 'a folio is looked up behind the end of the file',
}
