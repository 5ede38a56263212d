import { needNames } from '../../../model/kernel/state/new-files.ts'
import type { Never } from '../../promise.ts'

export const filesAreWholeWhenInstalled: Never = {
  kind: 'never',
  name: 'files-are-whole-when-installed',
  severity: 'WARN',
  statement: 'A file has all that others will use before its descriptor is installed, or it is released.',
  source: 'fd_install(), fs/file.c: the file may be used, and closed, at once',
  signal: 'lacksAtInstall',
  says: need => `the file has not got ${needNames[need]}`,
}
