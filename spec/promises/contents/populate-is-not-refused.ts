import { slotAt } from '../../../model/kernel/file/filemap.ts'
import { gfnAtPage } from '../../../model/kernel/memslots/places.ts'
import { spteAt } from '../../../model/kernel/mmu/mmu.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { EEXIST, PRIVATE, ZERO } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const populateIsNotRefused: Contract = {
  kind: 'contract',
  name: 'populate-is-not-refused',
  severity: 'wrong result',
  statement: 'No page of the initial image is refused as prepared already, while no guest has it and it holds nothing.',
  source: '"delay kvm_gmem_prepare_folio()" (Paolo Bonzini, 2024-07-26), log: fallocate makes population fail',
  of: ['populate'],
  each: 'page',
  broken: ({ kernel, call }, page) =>
    call.result === EEXIST && gfnAtPage(kernel, page) === call.start! + call.done! && isUnused(kernel, page),
  says: page => `page ${page} was refused with -EEXIST, and nobody has used it`,
  ghosts: ['contents', 'handedOut'],
}

/** The page holds nothing, no VM maps it or was given it, and no fault is in flight that may have prepared it. */
const isUnused = (kernel: Kernel, page: number): boolean => {
  const slot = slotAt(kernel, page)
  if (slot !== 0 && kernel.contents[slot - 1]! > ZERO) return false
  if (slot !== 0 && kernel.handedOut.length > 0 && kernel.handedOut[slot - 1] === 1) return false
  for (let vm = 0; vm < kernel.vms; vm++)
    if (kernel.faulting[vm] !== 0 || spteAt(kernel, vm, PRIVATE, gfnAtPage(kernel, page)) !== 0) return false
  return true
}
