/**
 * __xa_store() under the lock of the xarray: where no memory is at hand, the lock is dropped to allocate, and taken again.
 *
 * Fragments that store many entries take the states of __xas_nomem() among their own; what C calls runs as a fragment.
 *
 * Source: __xa_store(), __xas_nomem(), lib/xarray.c.
 * Left out: whether memory is at hand is a choice each time (may report impossible schedules, never impossible states).
 */
import { cell } from '../../../checker/declare.ts'
import { recordState } from '../../kernel/direct-map/record.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import type { Scope } from '../../kernel/words.ts'
import { xaLock } from './locks.ts'

type S = Scope<string>

const PRESENT = 1

/** Guards and effects of the states `allocating`, `relocking` and `relockingWithError`. */
export const xasNomem = {
  guards: { ...xaLock.guards, allocationMayFail: ({ kernel }: Scope) => mayFail(kernel) },
  effects: { ...xaLock.effects, failToAllocate: ({ kernel }: Scope) => spendFailure(kernel) },
} as const

/** What is done once the lock is taken again, and where that leads. */
interface Continued<Action extends string, Target extends string> {
  readonly action: Action
  readonly target: Target
}

/** @param stored how it goes on with memory @param failed and without */
export const allocatingForXarray = <
  const Stores extends string,
  const Stored extends string,
  const Fails extends string,
  const Failed extends string,
>(
  stored: Continued<Stores, Stored>,
  failed: Continued<Fails, Failed>,
) =>
  ({
    allocating: {
      meta: { fn: 'kmem_cache_alloc_lru' },
      on: {
        step: { target: 'relocking' },
        enomem: { guard: 'allocationMayFail', actions: 'failToAllocate', target: 'relockingWithError' },
      },
    },
    relocking: {
      meta: { fn: 'xa_lock' },
      on: { step: { guard: 'xaLockIsFree', actions: ['takeXaLock', stored.action], target: stored.target } },
    },
    relockingWithError: {
      meta: { fn: 'xa_lock' },
      on: { step: { guard: 'xaLockIsFree', actions: ['takeXaLock', failed.action], target: failed.target } },
    },
  }) as const

export const storeInXarray = {
  guards: xasNomem.guards,
  effects: {
    ...xasNomem.effects,
    'store.record': ({ kernel, call }: S) => {
      call['store.old'] = kernel.deviates[call['store.index']!]!
      recordState(kernel, call['store.index']!, PRESENT)
    },
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
          waits: { actions: 'dropXaLock', target: 'allocating' },
        },
      },
      ...allocatingForXarray({ action: 'store.record', target: 'stored' }, { action: 'store.fail', target: 'stored' }),
      stored: { type: 'final' },
    },
  },
} as const
