/**
 * The names of what guest_memfd tells the firmware.
 */
import type { BoundStep, Required } from '../../c/ir/binding.ts'
import type { Design } from '../../designs/design.ts'
import { aVm, type Functions, failing, frame, question, type S, takes } from '../c/declare.ts'
import { errno } from '../c/errno.ts'
import { folioOf, folioPages } from '../memory/folio.ts'
import { mayFail, spendFailure } from '../state/failures.ts'
import type { Kernel } from '../state/state.ts'
import { SEVERAL_PAGES_MADE_PRIVATE } from '../state/told.ts'
import { isAssignedElsewhere, isRegistered, reclaimFrames, registerFrames, tellGfn } from './firmware.ts'

/** There is no such frame. */
const isNone = (kernel: Kernel, pfn: number): boolean => pfn < 1 || pfn > kernel.frames
const pagesOf = (kernel: Kernel, pfn: number): number => folioPages(kernel, folioOf(kernel, frame(pfn)))

const itsOrder: Required<S> = {
  must: ({ kernel }, order, [, , pfn]) => isNone(kernel, pfn!) || 1 << order === pagesOf(kernel, pfn!),
  be: 'the order of the folio',
}

// A frame that is freed while it belongs to a VM is told only where somebody uses it again: not in every tree.
const behindFirst: Required<S> = {
  must: ({ kernel }, end, [pfn]) => isNone(kernel, pfn!) || end >= pfn! + pagesOf(kernel, pfn!),
  be: 'a pfn behind the folio',
}

const hasFirmware = (kernel: Kernel): number => Number(kernel.firmware.length > 0)

export const firmware = (design: Pick<Design, 'assignedElsewhere'>): Functions => ({
  kvm_arch_gmem_prepare_needed: takes('struct kvm *', question('bool', [aVm], hasFirmware)),
  kvm_arch_gmem_prepare: takes('struct kvm *', {
    ...becomesPrivate(design, (_, order) => 1 << order),
    args: ['used', 'used', 'used', itsOrder],
  }),
  // Renamed in 2026, and given a number of pages instead of an order, which has to be 1.
  kvm_arch_gmem_make_private: takes('struct kvm *', {
    ...becomesPrivate(design, onePage),
    args: ['used', 'used', 'used', 'used'],
  }),
  kvm_arch_gmem_invalidate: { ...becomesShared((start, end) => end - start), args: ['used', behindFirst] },
  kvm_arch_gmem_reclaim: { ...becomesShared((_, pages) => pages), args: ['used', 'used'] },
  kvm_arch_gmem_make_shared: { ...becomesShared((_, pages) => pages), args: ['used', 'used'] },
  kvm_arch_has_gmem_convert: question('bool', [], hasFirmware),
  kvm_arch_gmem_invalidate_range: { kind: 'silent', why: 'the save area of a vCPU is not modelled' },
})

/** sev_gmem_make_private() warns about more pages than one, and registers none: 0. A VM without firmware never comes there. */
function onePage(kernel: Kernel, pages: number): number {
  if (kernel.firmware.length === 0 || pages === 1) return pages
  kernel.assertionFired = 1 + SEVERAL_PAGES_MADE_PRIVATE
  return 0
}

/** The firmware assigns pages from a pfn on to a VM. @param pagesIn what the last argument says of their number; 0 fails */
const becomesPrivate = (
  design: Pick<Design, 'assignedElsewhere'>,
  pagesIn: (kernel: Kernel, given: number) => number,
): Omit<BoundStep<S>, 'args'> => ({
  kind: 'step',
  type: 'int',
  outcomes: {
    step: {
      does: ({ kernel }, [kvm, gfn, pfn, given]) => {
        tellGfn(kernel, frame(pfn!), gfn!)
        if (isNone(kernel, pfn!)) return -errno.EIO
        const folio = folioOf(kernel, frame(pfn!))
        if (design.assignedElsewhere === 'refused' && isAssignedElsewhere(kernel, kvm! - 1, folio)) return -errno.EIO
        const pages = pagesIn(kernel, given!)
        registerFrames(kernel, kvm! - 1, frame(pfn!), pages)
        return pages === 0 && kernel.firmware.length > 0 ? -errno.EIO : 0
      },
    },
    eio: failing(-errno.EIO),
  },
})

/** The firmware takes pages from a pfn on back. @param pagesIn how many the arguments name */
const becomesShared = (pagesIn: (pfn: number, given: number) => number): Omit<BoundStep<S>, 'args'> => ({
  kind: 'step',
  type: 'void',
  outcomes: {
    step: {
      does: ({ kernel }, [pfn, given]) => {
        reclaimFrames(kernel, frame(pfn!), pagesIn(pfn!, given!))
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
})
