import type { Never } from '../../../promise.ts'

export const rangesAreAddedDuringInvalidation: Never = {
  kind: 'never',
  name: 'ranges-are-added-during-invalidation',
  severity: 'WARN',
  statement: 'An invalidation range is added only while an invalidation runs.',
  source: 'WARN_ON_ONCE in kvm_mmu_invalidate_range_add(), virt/kvm/kvm_main.c',
  signal: 'warnRangeAddIdle',
  says: () => 'WARN_ON_ONCE: a range was added while no invalidation ran',
}
