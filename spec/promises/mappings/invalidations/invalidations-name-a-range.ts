import type { Never } from '../../../promise.ts'

export const invalidationsNameARange: Never = {
  kind: 'never',
  name: 'invalidations-name-a-range',
  severity: 'WARN',
  statement: 'An invalidation ends only after a range was added to it.',
  source: 'WARN_ON_ONCE in kvm_mmu_invalidate_end(), virt/kvm/kvm_main.c',
  signal: 'warnNoRange',
  says: () => 'WARN_ON_ONCE: an invalidation ended that had named no range',
}
