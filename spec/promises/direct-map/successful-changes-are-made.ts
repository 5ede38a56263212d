import type { Never } from '../../promise.ts'

export const successfulChangesAreMade: Never = {
  kind: 'never',
  name: 'successful-changes-are-made',
  severity: 'WARN',
  statement:
    'Once a change of the direct map has succeeded, the entry of every page of it that is in use is as it asked.',
  source:
    'xarray and direct map agree by the time a change exits (Patrick Roy, RFC v3 3/6 of the direct map series, log)',
  signal: 'leftUnmade',
  says: page => `the change succeeded, and the direct map entry of page ${page} is not as it asked`,
}
