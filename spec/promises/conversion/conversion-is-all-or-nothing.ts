import { isRemembered } from '../../../model/kernel/file/snapshot.ts'
import { OK, showShare } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const conversionIsAllOrNothing: Contract = {
  kind: 'contract',
  name: 'conversion-is-all-or-nothing',
  severity: 'wrong result',
  statement: 'A conversion that returns 0 converted every page of its request; one that fails converted none.',
  source: 'guiding principle: fully complete or not at all when the ioctl returns (Ackerley Tng on RFC v2 38/51)',
  of: ['convert'],
  each: 'page',
  broken: ({ kernel, call }, page) => {
    if (page < call.start! || page >= call.start! + call.pages!) return false
    if (call.result === OK) return kernel.share[page] !== call.share
    return isRemembered(kernel, page) && kernel.share[page] !== kernel.shareBefore[page]! - 1
  },
  says: (page, { kernel, call }) =>
    `the conversion ${call.result === OK ? 'succeeded' : 'failed'}, and page ${page} is ${showShare(kernel.share[page]!)}`,
  ghosts: ['shareBefore'],
}
