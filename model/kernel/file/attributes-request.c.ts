/**
 * What user space asks KVM_SET_MEMORY_ATTRIBUTES2 of a file for, and how it is told where that failed.
 *
 * Source: struct kvm_memory_attributes2, include/uapi/linux/kvm.h (in-place conversion, after v8).
 * Left out: a struct that is copied in part.
 */
import type { BoundStep, Fields } from '../../c/ir/binding.ts'
import { answer, type Functions, is, type S } from '../c/declare.ts'
import { mayFail, spendFailure } from '../state/failures.ts'
import { bytesOf, PAGE_SIZE } from '../state/page-size.ts'
import { PRIVATE } from '../state/values.ts'
import { KVM_MEMORY_ATTRIBUTE_PRIVATE } from './shareability.c.ts'

/** Numbers of our own, which fit a byte. */
export const ioctls = { KVM_SET_MEMORY_ATTRIBUTES2: 2 }

const STRUCT = 'kvm_memory_attributes2'
const ERROR_OFFSET = 4

export const attributesRequest = {
  [STRUCT]: {
    offset: 'u64',
    size: 'u64',
    attributes: 'u64',
    flags: 'u64',
    error_offset: 'u64',
    reserved: 'u64[1]',
  },
}

/** Fields that nobody knows are set by requests that may ask for anything. */
const FLAG = 1
const RESERVED = 2
const ATTRIBUTE = 4

/** By field, in the order of the struct. */
function asked({ call }: S): number[] {
  const { mode = 0 } = call
  if (call.start === undefined)
    return [
      call.offset!,
      call.len!,
      KVM_MEMORY_ATTRIBUTE_PRIVATE ^ (mode & ATTRIBUTE ? 2 : 0),
      mode & FLAG,
      0,
      mode & RESERVED,
    ]
  const attributes = call.share === PRIVATE ? KVM_MEMORY_ATTRIBUTE_PRIVATE : 0
  return [bytesOf(call.start), bytesOf(call.pages!), attributes, 0, 0, 0]
}

const everyField = (use: 'used' | 'set'): Fields<S> => ({
  of: STRUCT,
  fields: { offset: use, size: use, attributes: use, flags: use, error_offset: use, reserved: use },
})
const theirs = is(1, 'the request of user space')
const size = { ignored: 'the struct is copied whole' }

/** 0, or how many bytes were not copied, where user memory is gone. */
const copying = (args: BoundStep<S>['args'], does: BoundStep<S>['outcomes'][string]['does']): BoundStep<S> => ({
  kind: 'step',
  type: 'unsigned long',
  args,
  outcomes: {
    step: { does },
    efault: {
      when: ({ kernel }) => mayFail(kernel),
      does: ({ kernel }) => {
        spendFailure(kernel)
        return 1
      },
    },
  },
})

export const userCopies: Functions = {
  copy_from_user: copying([everyField('set'), theirs, size], (scope, args) => {
    for (const [at, value] of asked(scope).entries()) args[at] = value
    return 0
  }),
  copy_to_user: copying([theirs, everyField('used'), size], ({ call }, args) => {
    call.errorIndex = Math.floor(args[1 + ERROR_OFFSET]! / PAGE_SIZE)
    return 0
  }),
  kvm_arch_has_private_mem: answer('bool', ['used'], 1, 'every VM has private memory here'),
}
