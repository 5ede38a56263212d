import { shareOf } from '../../../../model/kernel/attributes/shareability.ts'
import { slotMissing } from '../../../../model/kernel/memslots/memslots.ts'
import { pageAtGfn, slotAtGfn } from '../../../../model/kernel/memslots/places.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import { OK, showResult } from '../../../../model/kernel/state/values.ts'
import type { Contract } from '../../../promise.ts'
import { isUndisturbed } from '../../calls/undisturbed.ts'

export const guestFaultsAreNotRefused: Contract = {
  kind: 'contract',
  name: 'guest-faults-are-not-refused',
  severity: 'wrong result',
  statement:
    'A guest access to a page of its memslot, of the kind that the page has, succeeds, where memory suffices and nothing else runs.',
  source: 'kvm_mmu_faultin_pfn(), arch/x86/kvm/mmu/mmu.c; kvm_gmem_get_pfn(), virt/kvm/guest_memfd.c',
  of: ['guest fault', 'prefault'],
  alone: true,
  each: 'world',
  broken: ({ kernel, call }) =>
    call.result !== OK && isUndisturbed(kernel) && isAllowed(kernel, call.vm!, call.gfn!, call.kind!),
  says: (_, { call }) => `the access ended with ${showResult(call.result!)}, and nothing stands against it`,
}

const isAllowed = (kernel: Kernel, vm: number, gfn: number, kind: number): boolean =>
  kernel.vms === 1 &&
  gfn < kernel.pages &&
  slotMissing(kernel, slotAtGfn(kernel, vm, gfn)) === 0 &&
  shareOf(kernel, vm, pageAtGfn(kernel, gfn)) === kind
