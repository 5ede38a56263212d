import type { Never } from '../../promise.ts'

export const noIndexWraps: Never = {
  kind: 'never',
  beyond: true,
  name: 'no-index-wraps',
  severity: 'WARN',
  statement: 'A page index that has wrapped around is used for nothing but comparisons.',
  source: 'rollback index underflow: Ackerley Tng on RFC v2 38/51, note to self',
  signal: 'indexWrapped',
  says: () => 'an unsigned page index wrapped around',
}
