import { isRemembered } from '../../../model/kernel/file/snapshot.ts'
import type { Contract } from '../../promise.ts'

export const conversionsStayInRange: Contract = {
  kind: 'contract',
  name: 'conversions-stay-in-range',
  severity: 'wrong result',
  statement: 'A conversion changes the shareability of no page outside of its request.',
  source: 'KVM_GMEM_CONVERT_SHARED and _PRIVATE take a range (RFC v2 04/51); KVM_SET_MEMORY_ATTRIBUTES2 does, too',
  of: ['convert'],
  each: 'page',
  broken: ({ kernel, call }, page) =>
    (page < call.start! || page >= call.start! + call.pages!) &&
    isRemembered(kernel, page) &&
    kernel.shareBefore[page] !== 1 + kernel.share[page]!,
  says: page => `page ${page} lies outside of the request, and is converted`,
  ghosts: ['shareBefore'],
}
