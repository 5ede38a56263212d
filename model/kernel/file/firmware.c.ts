/**
 * The names of what guest_memfd tells the firmware.
 */
import type { BoundStep, Required } from '../../c/ir/binding.ts'
import type { Design } from '../../designs/design.ts'
import { answer, type Functions, frame, type S } from '../c/declare.ts'
import { errno } from '../c/errno.ts'
import { folioOf, folioPages } from '../memory/folio.ts'
import { mayFail, spendFailure } from '../state/failures.ts'
import type { Kernel } from '../state/state.ts'
import { isAssignedElsewhere, isRegistered, reclaimFolio, registerFolio, tellGfn } from './firmware.ts'

/** There is no such frame. */
const isNone = (kernel: Kernel, pfn: number): boolean => pfn < 1 || pfn > kernel.frames
const pagesOf = (kernel: Kernel, pfn: number): number => folioPages(kernel, folioOf(kernel, frame(pfn)))

const itsOrder: Required<S> = {
  must: ({ kernel }, order, [, , pfn]) => isNone(kernel, pfn!) || 1 << order === pagesOf(kernel, pfn!),
  be: 'the order of the folio',
}
const itsPages: Required<S> = {
  must: ({ kernel }, pages, [, , pfn]) => isNone(kernel, pfn!) || pages === pagesOf(kernel, pfn!),
  be: 'the number of pages of the folio',
}
const pagesOfFirst: Required<S> = {
  must: ({ kernel }, pages, [pfn]) => pages === pagesOf(kernel, pfn!),
  be: 'the number of pages of the folio',
}
const endOfFirst: Required<S> = {
  must: ({ kernel }, end, [pfn]) => end === pfn! + pagesOf(kernel, pfn!),
  be: 'the pfn behind the folio',
}

export const firmware = (design: Pick<Design, 'assignedElsewhere'>): Functions => ({
  kvm_arch_gmem_prepare_needed: answer('bool', ['used'], 1, 'whether a VM has firmware is asked where that is told'),
  kvm_arch_gmem_prepare: { ...becomesPrivate(design), args: ['used', 'used', 'used', itsOrder] },
  // Renamed in 2026, and given a number of pages instead of an order.
  kvm_arch_gmem_make_private: { ...becomesPrivate(design), args: ['used', 'used', 'used', itsPages] },
  kvm_arch_gmem_invalidate: { ...becomesShared, args: ['used', endOfFirst] },
  kvm_arch_gmem_reclaim: { ...becomesShared, args: ['used', pagesOfFirst] },
  kvm_arch_gmem_make_shared: { ...becomesShared, args: ['used', pagesOfFirst] },
  kvm_arch_has_gmem_convert: answer('bool', [], 1, 'whether a VM has firmware is asked where that is told'),
  kvm_arch_gmem_invalidate_range: { kind: 'silent', why: 'the save area of a vCPU is not modelled' },
})

/** The firmware assigns the folio of a pfn to a VM. */
const becomesPrivate = (design: Pick<Design, 'assignedElsewhere'>): Omit<BoundStep<S>, 'args'> => ({
  kind: 'step',
  type: 'int',
  outcomes: {
    step: {
      does: ({ kernel }, [kvm, gfn, pfn]) => {
        tellGfn(kernel, frame(pfn!), gfn!)
        if (isNone(kernel, pfn!)) return -errno.EIO
        const folio = folioOf(kernel, frame(pfn!))
        if (design.assignedElsewhere === 'refused' && isAssignedElsewhere(kernel, kvm! - 1, folio)) return -errno.EIO
        registerFolio(kernel, kvm! - 1, folio)
        return 0
      },
    },
    eio: {
      when: ({ kernel }) => mayFail(kernel),
      does: ({ kernel }) => {
        spendFailure(kernel)
        return -errno.EIO
      },
    },
  },
})

/** The firmware takes it back. */
const becomesShared: Omit<BoundStep<S>, 'args'> = {
  kind: 'step',
  type: 'void',
  outcomes: {
    step: {
      does: ({ kernel }, [pfn]) => {
        reclaimFolio(kernel, folioOf(kernel, frame(pfn!)))
        return 0
      },
    },
    eio: {
      when: ({ kernel }, [pfn]) => mayFail(kernel) && isRegistered(kernel, frame(pfn!)),
      does: ({ kernel }) => {
        spendFailure(kernel)
        return 0
      },
    },
  },
}
