import type { Never } from '../../promise.ts'

export const spinlockSectionsDoNotSleep: Never = {
  kind: 'never',
  name: 'spinlock-sections-do-not-sleep',
  severity: 'WARN',
  statement: 'Nobody may sleep while he holds xa_lock, the spinlock of the record of pages.',
  source: 'might_sleep(), Documentation/locking/locktypes.rst',
  signal: 'sleptUnderXaLock',
  says: () => 'a call that may sleep was made under xa_lock',
}
