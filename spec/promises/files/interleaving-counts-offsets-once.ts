import type { Never } from '../../promise.ts'

export const interleavingCountsOffsetsOnce: Never = {
  kind: 'never',
  name: 'interleaving-counts-offsets-once',
  severity: 'WARN',
  statement: 'The index from which the pages of a file are interleaved is the same for all of them.',
  source: 'KVM: guest_memfd: fix NUMA interleave index double-counting (48dbe4732198)',
  signal: 'interleavesByOffset',
  says: () => 'the offset of the page is counted twice: every second node is left out',
}
