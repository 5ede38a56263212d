import type { Kernel } from '../../../model/kernel/state/state.ts'
import { EINTR, OK, showResult } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'
import { isUndisturbed } from '../calls/undisturbed.ts'

export const conversionsAreNotRefused: Contract = {
  kind: 'contract',
  name: 'conversions-are-not-refused',
  severity: 'wrong result',
  statement: 'A conversion of pages that nobody else refers to succeeds, where memory suffices and nothing else runs.',
  source: 'KVM_SET_MEMORY_ATTRIBUTES2, Documentation/virt/kvm/api.rst: -EAGAIN is for elevated reference counts',
  of: ['convert'],
  alone: true,
  each: 'world',
  broken: ({ kernel, call }) =>
    call.result !== OK && call.result !== EINTR && isUndisturbed(kernel) && !isReferred(kernel),
  says: (_, { call }) => `the conversion ended with ${showResult(call.result!)}, and nobody refers to its pages`,
}

/** Somebody outside holds a page. */
function isReferred(kernel: Kernel): boolean {
  for (let frame = 0; frame < kernel.frames; frame++) if (kernel.pins[frame]! > 0) return true
  for (let frame = 0; frame < kernel.lruBatch.length; frame++) if (kernel.lruBatch[frame] === 1) return true
  for (let frame = 0; frame < kernel.lostFrames.length; frame++) if (kernel.lostFrames[frame]! > 0) return true
  return kernel.tdxHoldsReferences === 1
}
