import type { Never } from '../../../promise.ts'

export const unreferencedFollowsAreGuarded: Never = {
  kind: 'never',
  name: 'unreferenced-follows-are-guarded',
  severity: 'WARN',
  statement: 'Who finds a pfn without a reference says that he is guarded.',
  source: '__kvm_follow_pfn(), virt/kvm/kvm_main.c (v7 3/8 of the follow_pfn series)',
  signal: 'warnUnguarded',
  says: () => '__kvm_follow_pfn() was called with neither FOLL_GET nor guarded_by_mmu_notifier',
}
