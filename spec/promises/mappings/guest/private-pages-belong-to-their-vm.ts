import { spteAt, spteFrame } from '../../../../model/kernel/mmu/mmu.ts'
import { PRIVATE } from '../../../../model/kernel/state/values.ts'
import type { Invariant } from '../../../promise.ts'
import { always } from '../../../when.ts'

export const privatePagesBelongToTheirVm: Invariant = {
  kind: 'invariant',
  name: 'private-pages-belong-to-their-vm',
  severity: 'guest memory',
  statement: 'A frame that a private SPTE maps is assigned to that VM in the firmware.',
  source: 'sev_gmem_prepare(), arch/x86/kvm/svm/sev.c: the guest faults for ever on a page of another owner',
  holds: always,
  each: 'page',
  broken: ({ kernel }, page) => {
    if (kernel.firmware.length === 0) return false
    for (let vm = 0; vm < kernel.vms; vm++) {
      const spte = spteAt(kernel, vm, PRIVATE, page)
      if (spte !== 0 && kernel.firmware[spteFrame(spte)] !== 1 + vm) return true
    }
    return false
  },
  says: page => `a VM maps gfn ${page} privately, and the firmware has not assigned its frame to that VM`,
}
