import { folioOf } from '../../../../model/kernel/memory/folio.ts'
import { spteFrame, spteIsHuge } from '../../../../model/kernel/mmu/mmu.ts'
import type { Invariant } from '../../../promise.ts'
import { unlessInvalidateLockIsWritten } from '../../../when.ts'

export const sptesFitTheirFolio: Invariant = {
  kind: 'invariant',
  name: 'sptes-fit-their-folio',
  severity: 'wrong result',
  statement: 'A huge SPTE maps a huge folio, from its first page.',
  source: 'RFC v2 38/51, log; kvm_tdp_mmu_map(), arch/x86/kvm/mmu/tdp_mmu.c',
  holds: unlessInvalidateLockIsWritten,
  each: 'page',
  broken: ({ kernel }, page) => {
    for (let table = 0; table < 2 * kernel.vms; table++) {
      const spte = kernel.spte[table * kernel.pages + page]!
      if (!spteIsHuge(spte)) continue
      const frame = spteFrame(spte)
      if (kernel.huge[frame] === 0 || folioOf(kernel, frame) !== frame) return true
    }
    return false
  },
  says: page => `the huge SPTE at gfn ${page} maps a folio that is not huge`,
}
