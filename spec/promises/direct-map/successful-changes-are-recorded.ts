import type { Never } from '../../promise.ts'

export const successfulChangesAreRecorded: Never = {
  kind: 'never',
  name: 'successful-changes-are-recorded',
  severity: 'WARN',
  statement: 'A change of the direct map that succeeds has recorded every page of its request.',
  source: 'the requested state is recorded in the xarray (Patrick Roy, RFC v3 3/6 of the direct map series, log)',
  signal: 'leftUnrecorded',
  says: page => `the change succeeded, and page ${page} is not recorded as it asked`,
}
