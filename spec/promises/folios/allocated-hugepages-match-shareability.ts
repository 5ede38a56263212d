import { someShared } from '../../../model/kernel/attributes/shareability.ts'
import { slotAt } from '../../../model/kernel/file/filemap.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const allocatedHugepagesMatchShareability: Contract = {
  kind: 'contract',
  name: 'allocated-hugepages-match-shareability',
  severity: 'wrong result',
  statement: 'When an allocation succeeds, no hugepage of its range is a huge folio that holds a shared page.',
  source: 'sizes in sync with shareability (Ackerley Tng on RFC v2 38/51)',
  of: ['allocate'],
  each: 'hugepage',
  broken: ({ kernel, call }, hugepage) => {
    const start = hugepage * kernel.hugepage
    if (call.result !== OK || start < call.start! || start >= call.end!) return false
    const slot = slotAt(kernel, start)
    return slot !== 0 && kernel.huge[slot - 1] === 1 && someShared(kernel, start)
  },
  says: (hugepage, { kernel }) =>
    `the folio at page ${hugepage * kernel.hugepage} is huge, and some page of it is shared`,
}
