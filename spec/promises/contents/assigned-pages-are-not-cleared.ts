import type { Never } from '../../promise.ts'

export const assignedPagesAreNotCleared: Never = {
  kind: 'never',
  name: 'assigned-pages-are-not-cleared',
  severity: 'guest memory',
  statement: 'The host writes to no page that the firmware has assigned to a VM.',
  source: 'AMD SNP: such a write faults; rmp_make_private(), arch/x86/virt/svm/sev.c',
  signal: 'clearedAssigned',
  says: frame => `the host cleared frame ${frame}, which belongs to a VM`,
}
