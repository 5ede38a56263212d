/**
 * Requests that may ask for what there is not, or name what is not theirs: whether they are refused is all that stands here.
 * What a request does that is not refused stands in operations of its own.
 *
 * Source: kvm_gmem_fallocate(), kvm_gmem_bind(), kvm_gmem_mmap(), virt/kvm/guest_memfd.c.
 * Left out: with the C, descriptors that are closed while a memslot is bound to them.
 */

import { type Cell, cell } from '../../../checker/declare.ts'
import { EINVAL, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import { operation, type Step } from '../../kernel/words.ts'
import { isBinding, isConversion, isFallocation, type SoundRequest } from './sound-requests.ts'

const request = (
  id: string,
  fn: string,
  isSound: 'isSoundFallocation' | 'isSoundConversion' | 'isSoundBinding',
  locals: Readonly<Record<string, Cell>> = {},
) =>
  operation<SoundRequest, Step>()({
    guards: {
      isSoundFallocation: ({ kernel, call }) => isFallocation(kernel, call.mode, call.offset, call.len),
      isSoundConversion: ({ kernel, call }) => isConversion(kernel, call.mode, call.offset, call.len, call.fd),
      isSoundBinding: ({ kernel, call }) => isBinding(kernel, call.vm, call.fd, call.offset),
    },
    effects: {
      succeed: ({ call }) => {
        call.result = OK
      },
      refuse: ({ call }) => {
        call.result = EINVAL
      },
    },
  }).createMachine({
    id,
    context: ({ input }) => input,
    meta: {
      fn,
      locals: {
        vm: cell(4),
        mode: cell(16),
        offset: cell(256),
        len: cell(256),
        fd: cell(128),
        result: cell(RESULTS, showResult),
        ...locals,
      },
    },
    initial: 'checking',
    states: {
      checking: {
        meta: { fn },
        on: {
          step: [
            { guard: isSound, actions: 'succeed', target: 'returned' },
            { actions: 'refuse', target: 'returned' },
          ],
        },
      },
      returned: { type: 'final' },
    },
  })

export const oddFallocate = () => request('oddFallocate', 'kvm_gmem_fallocate', 'isSoundFallocation')

/** `toldOffset` is 1 + the page at which user space is told that the conversion failed, once it is told. */
export const oddConvert = () => request('oddConvert', 'kvm_gmem_ioctl', 'isSoundConversion', { toldOffset: cell(32) })

export const oddBind = () => request('oddBind', 'kvm_gmem_bind', 'isSoundBinding')
