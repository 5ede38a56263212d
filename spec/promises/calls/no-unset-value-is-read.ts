import type { Never } from '../../promise.ts'

export const noUnsetValueIsRead: Never = {
  kind: 'never',
  name: 'no-unset-value-is-read',
  severity: 'WARN',
  statement: 'No local variable is read before it was assigned.',
  source: 'C11 6.3.2.1p2, J.2',
  signal: 'unsetRead',
  says: () => 'a local variable was read that nobody has assigned',
}
