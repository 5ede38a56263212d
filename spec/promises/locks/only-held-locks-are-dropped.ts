import type { Never } from '../../promise.ts'

export const onlyHeldLocksAreDropped: Never = {
  kind: 'never',
  name: 'only-held-locks-are-dropped',
  severity: 'WARN',
  statement: 'Nobody drops a lock that he does not hold.',
  source: 'every lock taken is released exactly once: Mike Day on the direct map series',
  signal: 'unlockedUnheld',
  says: () => 'a lock was dropped that the thread does not hold',
}
