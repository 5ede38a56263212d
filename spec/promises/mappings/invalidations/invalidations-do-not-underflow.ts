import type { Never } from '../../../promise.ts'

export const invalidationsDoNotUnderflow: Never = {
  kind: 'never',
  name: 'invalidations-do-not-underflow',
  severity: 'WARN',
  statement: 'An invalidation ends only after it has begun.',
  source: 'KVM_BUG_ON in kvm_mmu_invalidate_end(), virt/kvm/kvm_main.c',
  signal: 'bugInvalidateUnderflow',
  says: () => 'KVM_BUG_ON: mmu_invalidate_in_progress fell below 0',
}
