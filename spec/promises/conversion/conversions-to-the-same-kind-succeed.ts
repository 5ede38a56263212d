import { EAGAIN } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const conversionsToTheSameKindSucceed: Contract = {
  kind: 'contract',
  name: 'conversions-to-the-same-kind-succeed',
  severity: 'wrong result',
  statement: 'A conversion of pages that all have the kind already does not fail because somebody refers to them.',
  source: '"Return early if range already has requested attributes", virt/kvm/guest_memfd.c, 2026',
  of: ['convert'],
  each: 'world',
  broken: ({ kernel, call }) => {
    if (call.result !== EAGAIN) return false
    for (let page = call.start!; page < call.start! + call.pages! && page < kernel.pages; page++)
      if (kernel.shareBefore[page] !== 1 + call.share!) return false
    return true
  },
  says: () => 'the conversion changes nothing, and fails for references that others hold',
  ghosts: ['shareBefore'],
}
