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
import { bindingRefusals, conversionRefusals, fallocationRefusals, type SoundRequest } from './sound-requests.ts'

const request = (
  id: string,
  fn: string,
  refusalsOf: (scope: SoundRequest) => readonly number[],
  locals: Readonly<Record<string, Cell>> = {},
) =>
  operation<SoundRequest, Step>()({
    guards: { isSound: scope => refusalsOf(scope).length === 0 },
    effects: {
      succeed: ({ call }) => {
        call.result = OK
      },
      refuse: scope => {
        scope.call.result = refusalsOf(scope)[0] ?? EINVAL
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
            { guard: 'isSound', actions: 'succeed', target: 'returned' },
            { actions: 'refuse', target: 'returned' },
          ],
        },
      },
      returned: { type: 'final' },
    },
  })

export const oddFallocate = () =>
  request('oddFallocate', 'kvm_gmem_fallocate', ({ kernel, call }) =>
    fallocationRefusals(kernel, call.mode, call.offset, call.len),
  )

/** `toldOffset` is 1 + the page at which user space is told that the conversion failed, once it is told. */
export const oddConvert = () =>
  request(
    'oddConvert',
    'kvm_gmem_ioctl',
    ({ kernel, call }) => conversionRefusals(kernel, call.mode, call.offset, call.len, call.fd),
    { toldOffset: cell(32) },
  )

/** `boundAt` is 1 + the page of the file from which C has said that the memslot begins. */
export const oddBind = () =>
  request('oddBind', 'kvm_gmem_bind', ({ kernel, call }) => bindingRefusals(kernel, call.vm, call.fd, call.offset), {
    boundAt: cell(32),
  })
