import { frameAt } from '../../../model/kernel/file/filemap.ts'
import { OK, ZERO } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const punchedDataIsGone: Contract = {
  kind: 'contract',
  name: 'punched-data-is-gone',
  statement: 'When a hole was punched, what stands in its range holds no data.',
  source: 'fallocate(2): subsequent reads from this range will return zeros; kvm_gmem_zero_range() (RFC v2 33/51)',
  of: ['punch hole'],
  each: 'page',
  broken: ({ kernel, call }, page) => {
    if (call.result !== OK || page < call.start! || page >= call.start! + call.pages!) return false
    const frame = frameAt(kernel, page)
    return frame !== 0 && kernel.contents[frame - 1]! > ZERO
  },
  says: page => `the hole was punched, and page ${page} holds what it held`,
  ghosts: ['contents'],
}
