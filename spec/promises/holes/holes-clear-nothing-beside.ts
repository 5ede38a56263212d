import type { Never } from '../../promise.ts'

export const holesClearNothingBeside: Never = {
  kind: 'never',
  name: 'holes-clear-nothing-beside',
  severity: 'guest memory',
  statement: 'Punching a hole clears no data beside the hole.',
  source: 'fallocate(2): within the specified range',
  signal: 'clearedBeside',
  says: page => `page ${page} lies beside the hole, held data, and was cleared`,
  ghosts: ['contents'],
}
