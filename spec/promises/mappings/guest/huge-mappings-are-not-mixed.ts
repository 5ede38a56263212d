import { spteIsHuge } from '../../../../model/kernel/mmu/mmu.ts'
import type { Invariant } from '../../../promise.ts'
import { always } from '../../../when.ts'

export const hugeMappingsAreNotMixed: Invariant = {
  kind: 'invariant',
  name: 'huge-mappings-are-not-mixed',
  severity: 'guest memory',
  statement: 'No huge SPTE covers pages of different shareability.',
  source: 'Ackerley Tng on RFC v2 38/51: sizes stay in sync, so that a later fault cannot map more than is allowed',
  holds: always,
  each: 'page',
  broken: ({ kernel }, page) => {
    if (page % kernel.hugepage !== 0) return false
    let huge = false
    for (let table = 0; table < 2 * kernel.vms; table++)
      if (spteIsHuge(kernel.spte[table * kernel.pages + page]!)) huge = true
    if (!huge) return false
    for (let i = 1; i < kernel.hugepage; i++) if (kernel.share[page + i] !== kernel.share[page]) return true
    return false
  },
  says: (page, { kernel }) =>
    `a huge SPTE covers pages ${page} to ${page + kernel.hugepage - 1}, some private, some shared`,
}
