/**
 * Requests that may ask for what there is not, or name what is not theirs: whether they are refused is all that stands here.
 * What a request does that is not refused stands in operations of its own.
 *
 * Source: kvm_gmem_fallocate(), kvm_gmem_bind(), kvm_gmem_mmap(), virt/kvm/guest_memfd.c.
 * Left out: with the C, descriptors that are closed while a memslot is bound to them.
 */

import { type Cell, cell } from '../../../checker/declare.ts'
import { dropSlotsLock, slotsLockIsFree, takeSlotsLock } from '../../kernel/locks/slots-lock.ts'
import { OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import { operation, type Step } from '../../kernel/words.ts'
import { refusalFor, requestFaults, type SoundRequest } from './sound-requests.ts'

const sound = {
  guards: { isSound: (scope: SoundRequest) => requestFaults(scope) === 0 },
  effects: {
    succeed: ({ call }: SoundRequest) => {
      call.result = OK
    },
    refuse: (scope: SoundRequest) => {
      scope.call.result = refusalFor(requestFaults(scope))
    },
  },
}

const metaOf = (fn: string, locals: Readonly<Record<string, Cell>>) => ({
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
})

const checking = <Target extends string>(fn: string, target: Target) => ({
  meta: { fn },
  on: {
    step: [
      { guard: 'isSound', actions: 'succeed', target },
      { actions: 'refuse', target },
    ] as const,
  },
})

const request = (id: string, fn: string, locals: Readonly<Record<string, Cell>> = {}) =>
  operation<SoundRequest, Step>()(sound).createMachine({
    id,
    context: ({ input }) => input,
    meta: metaOf(fn, locals),
    initial: 'checking',
    states: { checking: checking(fn, 'returned'), returned: { type: 'final' } },
  })

export const oddFallocate = () => request('oddFallocate', 'kvm_gmem_fallocate')

/** `toldOffset` is 1 + the page at which user space is told that the conversion failed, once it is told. */
export const oddConvert = () => request('oddConvert', 'kvm_gmem_ioctl', { toldOffset: cell(32) })

/**
 * `boundAt` is 1 + the page of the file from which C has said that the memslot begins. Whoever binds holds kvm->slots_lock:
 * kvm_vm_ioctl_set_memory_region(), virt/kvm/kvm_main.c.
 */
export const oddBind = () =>
  operation<SoundRequest, Step>()({
    guards: { ...sound.guards, slotsLockIsFree: ({ kernel, call }) => slotsLockIsFree(kernel, call.vm) },
    effects: {
      ...sound.effects,
      takeSlotsLock: ({ kernel, call, self }) => takeSlotsLock(kernel, self, call.vm),
      dropSlotsLock: ({ kernel, call, self }) => dropSlotsLock(kernel, self, call.vm),
    },
  }).createMachine({
    id: 'oddBind',
    context: ({ input }) => input,
    meta: metaOf('kvm_gmem_bind', { boundAt: cell(32) }),
    initial: 'locking',
    states: {
      locking: {
        meta: { fn: 'mutex_lock' },
        on: { step: { guard: 'slotsLockIsFree', actions: 'takeSlotsLock', target: 'checking' } },
      },
      checking: checking('kvm_gmem_bind', 'unlocking'),
      unlocking: {
        meta: { fn: 'mutex_unlock' },
        on: { step: { actions: 'dropSlotsLock', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
