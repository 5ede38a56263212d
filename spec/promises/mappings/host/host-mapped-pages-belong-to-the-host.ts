import { frameMapped } from '../../../../model/kernel/mmu/mmu.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import { SHARED } from '../../../../model/kernel/state/values.ts'
import type { Invariant } from '../../../promise.ts'
import { always } from '../../../when.ts'

export const hostMappedPagesBelongToTheHost: Invariant = {
  kind: 'invariant',
  name: 'host-mapped-pages-belong-to-the-host',
  severity: 'guest memory',
  statement: 'No page that the host or a shared SPTE maps is assigned to a VM by the firmware.',
  source:
    'kvm_gmem_make_shared() before the attribute says shared (in-place conversion); an access would be an RMP fault',
  holds: always,
  each: 'page',
  broken: ({ kernel }, page) => kernel.firmware.length > 0 && isAssigned(kernel, page),
  says: page => `page ${page} is mapped as shared, and its frame is assigned to a VM`,
}

const isAssigned = (kernel: Kernel, page: number): boolean => {
  const pte = kernel.hostPte[page]!
  if (pte !== 0 && kernel.firmware[pte - 1] !== 0) return true
  for (let vm = 0; vm < kernel.vms; vm++) {
    const frame = frameMapped(kernel, vm, SHARED, page)
    if (frame !== 0 && kernel.firmware[frame - 1] !== 0) return true
  }
  return false
}
