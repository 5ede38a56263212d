import { folioOf } from '../../../../model/kernel/memory/folio.ts'
import { spteFrame } from '../../../../model/kernel/mmu/mmu.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import { POPULATED } from '../../../../model/kernel/state/values.ts'
import type { Invariant } from '../../../promise.ts'
import { always } from '../../../when.ts'

export const mappedPagesAreUptodate: Invariant = {
  kind: 'invariant',
  name: 'mapped-pages-are-uptodate',
  severity: 'guest memory',
  statement:
    'A page that an SPTE or a host PTE maps is up to date, but for pages of the initial image of a TD while slots_lock is held.',
  source:
    'kvm_gmem_prepare_folio(), kvm_gmem_fault_shared(), virt/kvm/guest_memfd.c; tdx_td_finalize(), arch/x86/kvm/vmx/tdx.c, before which no vCPU runs',
  holds: always,
  each: 'page',
  broken: ({ kernel }, page) => {
    if (kernel.hostPte[page] !== 0 && isStale(kernel, kernel.hostPte[page]! - 1)) return true
    for (let table = 0; table < 2 * kernel.vms; table++) {
      const spte = kernel.spte[table * kernel.pages + page]!
      if (spte === 0 || isBeingLaunched(kernel, table >> 1, spteFrame(spte))) continue
      if (isStale(kernel, spteFrame(spte))) return true
    }
    return false
  },
  says: page => `page ${page} is mapped, and its folio is not up to date`,
  ghosts: ['contents'],
}

/** populate maps a page of a TD, with the image in it, before it marks it, under slots_lock. */
const isBeingLaunched = (kernel: Kernel, vm: number, frame: number): boolean =>
  kernel.tdx === 1 && kernel.slotsLock.length > 0 && kernel.slotsLock[vm] !== 0 && kernel.contents[frame] === POPULATED

/** Free frames are another promise's business. */
const isStale = (kernel: Kernel, frame: number): boolean =>
  kernel.allocated[frame] === 1 && kernel.uptodate[folioOf(kernel, frame)] === 0
