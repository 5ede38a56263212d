import type { Never } from '../../../promise.ts'

export const faultsMeetNoEmptyRange: Never = {
  kind: 'never',
  name: 'faults-meet-no-empty-range',
  severity: 'WARN',
  statement: 'No fault is checked against an invalidation without a range.',
  source: 'WARN_ON_ONCE in mmu_invalidate_retry_gfn(), include/linux/kvm_host.h',
  signal: 'warnEmptyRange',
  says: () => 'WARN_ON_ONCE: a fault was checked against an invalidation without a range',
}
