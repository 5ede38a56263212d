/**
 * __xa_store() under the xarray's lock: where no memory is at hand, the lock is dropped to allocate, and taken again.
 *
 * Source: __xa_store(), __xas_nomem(), lib/xarray.c.
 * Left out: whether memory is at hand is a choice each time (may report impossible schedules, never impossible states).
 */
import { cell } from '../../../checker/declare.ts'
import { dropXaLock, recordState, takeXaLock } from '../../kernel/direct-map/record.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import type { Scope } from '../../kernel/words.ts'

type S = Scope<string>

const PRESENT = 1

export const storeInXarray = {
  guards: {
    'store.mayFail': ({ kernel }: S) => mayFail(kernel),
    'store.xaLockIsFree': ({ kernel }: S) => kernel.xaLock === 0,
  },
  effects: {
    'store.record': ({ kernel, call }: S) => {
      call['store.old'] = kernel.deviates[call['store.index']!]!
      recordState(kernel, call['store.index']!, PRESENT)
    },
    'store.dropXaLock': ({ kernel, self }: S) => dropXaLock(kernel, self),
    'store.takeXaLock': ({ kernel, self }: S) => takeXaLock(kernel, self),
    'store.spendFailure': ({ kernel }: S) => spendFailure(kernel),
    'store.fail': ({ call }: S) => {
      call['store.failed'] = 1
    },
  },
  config: {
    meta: { within: 'store', locals: { 'store.index': cell(32), 'store.failed': cell(2), 'store.old': cell(2) } },
    initial: 'storing',
    states: {
      storing: {
        meta: { fn: '__xa_store' },
        on: {
          step: { actions: 'store.record', target: 'stored' },
          waits: { actions: 'store.dropXaLock', target: 'allocating' },
        },
      },
      allocating: {
        meta: { fn: 'kmem_cache_alloc_lru' },
        on: {
          step: { target: 'relocking' },
          enomem: { guard: 'store.mayFail', actions: 'store.spendFailure', target: 'relockingWithError' },
        },
      },
      relocking: {
        meta: { fn: 'xa_lock' },
        on: { step: { guard: 'store.xaLockIsFree', actions: ['store.takeXaLock', 'store.record'], target: 'stored' } },
      },
      relockingWithError: {
        meta: { fn: 'xa_lock' },
        on: { step: { guard: 'store.xaLockIsFree', actions: ['store.takeXaLock', 'store.fail'], target: 'stored' } },
      },
      stored: { type: 'final' },
    },
  },
} as const
