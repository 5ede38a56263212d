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
const isReferred = (kernel: Kernel): boolean =>
  kernel.pins.some(pins => pins > 0) ||
  kernel.lruBatch.includes(1) ||
  kernel.lostFrames.some(lost => lost > 0) ||
  kernel.tdxHoldsReferences === 1
