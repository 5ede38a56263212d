import type { Never } from '../../promise.ts'

export const freedPagesHaveNoPrivateFlag: Never = {
  kind: 'never',
  name: 'freed-pages-have-no-private-flag',
  severity: 'WARN',
  statement: 'A folio is freed without PG_private.',
  source: 'PAGE_FLAGS_CHECK_AT_FREE, include/linux/page-flags.h',
  signal: 'badPage',
  says: frame => `bad page: frame ${frame} is freed with PG_private set`,
}
