import type { Never } from '../../promise.ts'

export const errorOffsetsLieInTheRequest: Never = {
  kind: 'never',
  name: 'error-offsets-lie-in-the-request',
  severity: 'WARN',
  statement: 'The offset that a failed conversion tells lies within its request.',
  source: 'a retry from error_offset must not convert what was not asked for: Fuad Tabba on in-place conversion v6',
  signal: 'errorOffsetOutside',
  says: () => 'the conversion failed, and told an offset outside of its request',
}
