import { frameMapped } from '../../../model/kernel/mmu/mmu.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { PRIVATE } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const privateContentsSurvive: Contract = {
  kind: 'contract',
  name: 'private-contents-survive',
  severity: 'guest memory',
  statement:
    'On TDX, a page that is private before and after a conversion keeps its private mapping, and so what the guest put there.',
  source:
    'the guest may use the page without accepting it anew: Yan Zhao on RFC v2 38/51, against "unmapping is not undone"',
  of: ['convert'],
  each: 'page',
  broken: ({ kernel }, page) => kernel.tdx === 1 && losesPage(kernel, page),
  says: page => `page ${page} is private as before, and a VM lost what it held there`,
  ghosts: ['shareBefore', 'privateBefore'],
}

const losesPage = (kernel: Kernel, page: number): boolean => {
  if (kernel.share[page] !== PRIVATE || kernel.shareBefore[page] !== 1 + PRIVATE) return false
  for (let vm = 0; vm < kernel.vms; vm++) {
    const before = kernel.privateBefore[vm * kernel.pages + page]!
    if (before !== 0 && before !== frameMapped(kernel, vm, PRIVATE, page)) return true
  }
  return false
}
