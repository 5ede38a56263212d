import { heldBefore, isItsHole } from '../../../model/kernel/file/hole-snapshot.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const punchedDataIsGone: Contract = {
  kind: 'contract',
  name: 'punched-data-is-gone',
  severity: 'guest memory',
  statement: 'When a hole was punched, no data are left in its range that stood there when it took its lock.',
  source: 'fallocate(2): subsequent reads from this range will return zeros; kvm_gmem_zero_range() (RFC v2 33/51)',
  of: ['punch hole'],
  each: 'page',
  broken: (seen, page) => {
    const { kernel, call } = seen
    if (call.result !== OK || !isItsHole(seen)) return false
    return page >= call.start! && page < call.start! + call.pages! && heldBefore(kernel, page)
  },
  says: page => `the hole was punched, and page ${page} holds what it held`,
  ghosts: ['contents', 'sinceHole', 'holeOf'],
}
