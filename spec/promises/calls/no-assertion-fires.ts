import { wordsOf } from '../../../model/kernel/state/told.ts'
import type { Never } from '../../promise.ts'

export const noAssertionFires: Never = {
  kind: 'never',
  name: 'no-assertion-fires',
  severity: 'WARN',
  statement:
    'No WARN, BUG or lockdep assertion of the code fires, and no array is read out of bounds, beyond those with a promise of their own.',
  source: 'include/asm-generic/bug.h: WARN() is for conditions that must not happen; include/linux/lockdep.h',
  signal: 'assertionFired',
  says: wordsOf,
}
