import { someShared } from '../../../model/kernel/attributes/shareability.ts'
import { slotAt } from '../../../model/kernel/file/filemap.ts'
import type { Contract } from '../../promise.ts'

export const pageSizeMatchesShareability: Contract = {
  kind: 'contract',
  name: 'page-size-matches-shareability',
  severity: 'wrong result',
  statement: 'When a conversion returns, no huge folio holds a shared page.',
  source: 'sizes in sync with shareability (Ackerley Tng on RFC v2 38/51)',
  of: ['convert'],
  each: 'hugepage',
  broken: ({ kernel }, hugepage) => {
    const start = hugepage * kernel.hugepage
    const slot = slotAt(kernel, start)
    return slot !== 0 && kernel.huge[slot - 1] === 1 && someShared(kernel, start)
  },
  says: (hugepage, { kernel }) =>
    `the folio at page ${hugepage * kernel.hugepage} is huge, and some page of it is shared`,
}
