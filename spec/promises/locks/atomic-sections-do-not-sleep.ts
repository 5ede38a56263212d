import { wordsOf } from '../../../model/kernel/state/told.ts'
import type { Never } from '../../promise.ts'

export const atomicSectionsDoNotSleep: Never = {
  kind: 'never',
  name: 'atomic-sections-do-not-sleep',
  severity: 'BUG',
  statement: 'Nothing that may sleep is called while mmu_lock, i_lock or another spinlock than xa_lock is held.',
  source: 'might_sleep(), Documentation/locking/locktypes.rst',
  signal: 'sleptInSection',
  fatal: true,
  says: wordsOf,
}
