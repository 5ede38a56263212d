import type { Never } from '../../promise.ts'

export const policiesAreOfTheirPage: Never = {
  kind: 'never',
  name: 'policies-are-of-their-page',
  severity: 'WARN',
  statement: 'The memory policy of an address is that of the page of the file that is mapped there.',
  source: 'kvm_gmem_get_policy(), virt/kvm/guest_memfd.c: linear_page_index()',
  signal: 'otherPolicy',
  says: () => 'the kernel is told the memory policy of another page',
}
