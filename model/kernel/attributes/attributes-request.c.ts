/**
 * What user space asks KVM_SET_MEMORY_ATTRIBUTES2 of a file for, and how it is told where that failed.
 *
 * Source: struct kvm_memory_attributes2, include/uapi/linux/kvm.h (in-place conversion, after v8).
 * Left out: a struct that is copied in part.
 */
import type { BoundStep, ByField, EntryUse, Ignored, Required } from '../../c/ir/binding.ts'
import { aVm, type Functions, question, type S, sleeps, takes } from '../c/declare.ts'
import { KVM_MEMORY_ATTRIBUTE_PRIVATE } from '../creation/file-flags.ts'
import { watchOrder } from '../locks/lock-order.ts'
import { mayFail, spendFailure } from '../state/failures.ts'
import { MMAP_LOCK } from '../state/kinds/locks.ts'
import { bytesOf, PAGE_SHIFT } from '../state/page-size.ts'
import { PRIVATE } from '../state/values.ts'

/** Numbers of our own, which fit a byte. */
export const ioctls = { KVM_SET_MEMORY_ATTRIBUTES2: 2 }

const STRUCT = 'kvm_memory_attributes2'

export const attributesRequest = {
  [STRUCT]: {
    offset: 'u64',
    size: 'u64',
    attributes: 'u64',
    flags: 'u64',
    error_offset: 'u64',
    reserved: 'u64[2]',
  },
}

/** What requests set, by their mode, that may ask for anything: bits that nobody knows, in each field. */
const FLAG = 1
const LAST_RESERVED = 2
const FIRST_RESERVED = 3
const ATTRIBUTE_BESIDE = 4
const ATTRIBUTE_ALONE = 5
const UNKNOWN_BIT = 2

/** A request of user space, by the pointer that it hands over: for anything, or for pages that the file has. */
const ANYTHING = 1
export const WHOLE_PAGES = 2

/** By field, in the order of the struct. */
function asked({ call }: S, pointer: number): number[] {
  if (pointer === WHOLE_PAGES) {
    const attributes = call.share === PRIVATE ? KVM_MEMORY_ATTRIBUTE_PRIVATE : 0
    return [bytesOf(call.start!), bytesOf(call.pages!), attributes, 0, 0, 0, 0]
  }
  const only = (mode: number) => (call.mode === mode ? UNKNOWN_BIT : 0)
  const isPrivate = call.mode === ATTRIBUTE_ALONE ? 0 : KVM_MEMORY_ATTRIBUTE_PRIVATE
  const attributes = isPrivate | only(ATTRIBUTE_BESIDE) | only(ATTRIBUTE_ALONE)
  return [call.offset!, call.len!, attributes, only(FLAG), 0, only(FIRST_RESERVED), only(LAST_RESERVED)]
}

/** The whole struct. */
const request = (ends: EntryUse<S>, others: EntryUse<S> | Ignored): ByField<S> => ({
  of: STRUCT,
  fields: {
    offset: ends,
    size: ends,
    attributes: others,
    flags: others,
    error_offset: ends,
    'reserved[0]': others,
    'reserved[1]': others,
  },
})
const toldAnyway = { ignored: 'what user space has asked for it knows' }
const theirs: Required<S> = {
  must: (_, pointer) => pointer === ANYTHING || pointer === WHOLE_PAGES,
  be: 'the request of user space',
}
const size = { ignored: 'the struct is copied whole', sizeOf: STRUCT }

/**
 * 0, or how many bytes were not copied, where user memory is gone. User memory may have to be faulted in, that of the file
 * among it: a host fault takes mmap_lock.
 */
const copying = (args: BoundStep<S>['args'], does: BoundStep<S>['outcomes'][string]['does']): BoundStep<S> => ({
  kind: 'step',
  type: 'unsigned long',
  args,
  outcomes: {
    step: {
      does: (scope, given) => {
        watchOrder(scope.kernel, scope.self, MMAP_LOCK, false)
        return does(scope, given)
      },
    },
    efault: {
      when: ({ kernel }) => mayFail(kernel),
      does: ({ kernel, self }) => {
        watchOrder(kernel, self, MMAP_LOCK, false)
        spendFailure(kernel)
        return 1
      },
    },
  },
})

export const userCopies: Functions = {
  copy_from_user: sleeps(
    copying([request('set', 'set'), theirs, size], (scope, args) => {
      // Behind the fields that they are copied to, there is the pointer.
      const fields = asked(scope, args.at(-2)!)
      for (const [at, value] of fields.entries()) args[at] = value
      return 0
    }),
  ),
  copy_to_user: sleeps(
    copying([theirs, request('used', toldAnyway), size], (scope, [, offset, length, , , error]) => {
      if (error! < offset! || error! >= offset! + length!) scope.kernel.errorOffsetOutside = 1
      scope.call.toldOffset = 1 + (error! >> PAGE_SHIFT)
      return 0
    }),
  ),
  kvm_arch_has_private_mem: takes(
    'struct kvm *',
    question('bool', [aVm], kernel => kernel.privateMemory),
  ),
}
