import { someShared } from '../../../model/kernel/attributes/shareability.ts'
import { slotAt } from '../../../model/kernel/file/filemap.ts'
import { OK, PRIVATE } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const privateHugepagesAreMerged: Contract = {
  kind: 'contract',
  name: 'private-hugepages-are-merged',
  severity: 'wrong result',
  statement: 'When a conversion to private succeeds, every hugepage it touched that is all private is one huge folio.',
  source: 'folios are merged if not already merged (RFC v2 38/51, log)',
  of: ['convert'],
  each: 'hugepage',
  broken: ({ kernel, call }, hugepage) => {
    const start = hugepage * kernel.hugepage
    if (kernel.hugepage === 1 || call.result !== OK || call.share !== PRIVATE) return false
    if (start + kernel.hugepage <= call.start! || start >= call.start! + call.pages!) return false
    for (let page = start; page < start + kernel.hugepage; page++) {
      const slot = slotAt(kernel, page)
      if (slot !== 0 && kernel.huge[slot - 1] === 0 && !someShared(kernel, start)) return true
    }
    return false
  },
  says: (hugepage, { kernel }) =>
    `pages ${hugepage * kernel.hugepage} and on are private, and their hugepage was not merged`,
}
