/**
 * Records the state of the pages from `index` on, one by one.
 *
 * Under xa_lock a store that finds no memory at hand drops the lock, allocates, and takes it again.
 *
 * Source: __kvm_gmem_update_xarray(), virt/kvm/guest_memfd.c (RFC v3 3/6); __xas_nomem(), lib/xarray.c.
 * Left out: whether memory is at hand is a choice each time (may report impossible schedules, never impossible states).
 */
import { match } from 'ts-pattern'
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { dropXaLock, recordState, takeXaLock } from '../../kernel/direct-map/record.ts'
import { showState } from '../../kernel/direct-map/words.ts'
import { ABSENT } from '../../kernel/memory/direct-map-entries.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import { ENOMEM, OK, RESULTS, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

/** `end` is the last page of the request; the design decides whether it is recorded. */
export type UpdateLocal = 'update.index' | 'update.end' | 'update.state' | 'update.result'
type UpdateScope = Scope<UpdateLocal>

const guards = {
  'update.isAtEnd': ({ call }: UpdateScope) => call['update.index'] >= call['update.end'],
  'update.isPastEnd': ({ call }: UpdateScope) => call['update.index'] > call['update.end'],
  'update.mayFail': ({ kernel }: UpdateScope) => mayFail(kernel),
  'update.storesBeforeEnd': ({ call }: UpdateScope) =>
    call['update.state'] !== ABSENT && call['update.index'] < call['update.end'],
  'update.storesUpToEnd': ({ call }: UpdateScope) =>
    call['update.state'] !== ABSENT && call['update.index'] <= call['update.end'],
  'update.xaLockIsFree': ({ kernel }: UpdateScope) => kernel.xaLock === 0,
  'update.failed': ({ call }: UpdateScope) => call['update.result'] !== OK,
}

const effects = {
  'update.record': ({ kernel, call }: UpdateScope) => {
    recordState(kernel, call['update.index'], call['update.state'])
    call['update.index'] += 1
  },
  'update.skip': ({ call }: UpdateScope) => {
    call['update.index'] += 1
  },
  'update.spendFailure': ({ kernel }: UpdateScope) => spendFailure(kernel),
  'update.failWithEnomem': ({ call }: UpdateScope) => {
    call['update.result'] = ENOMEM
  },
  'update.dropXaLock': ({ kernel, self }: UpdateScope) => dropXaLock(kernel, self),
  'update.takeXaLock': ({ kernel, self }: UpdateScope) => takeXaLock(kernel, self),
}

export const updateRecord = (design: Design) => {
  const { isOver, stores } = match(design.recordedEnd)
    .with('left-out', () => ({ isOver: 'update.isAtEnd', stores: 'update.storesBeforeEnd' }) as const)
    .with('recorded', () => ({ isOver: 'update.isPastEnd', stores: 'update.storesUpToEnd' }) as const)
    .exhaustive()
  const waits = match(design.recordLock)
    .with('xa-lock', () => ({ waits: { guard: stores, actions: 'update.dropXaLock', target: 'allocating' } }) as const)
    .with('invalidate-lock', () => ({}) as const)
    .exhaustive()
  const { error, next } = match(design.storeError)
    .with('unnoticed', () => ({ error: 'update.skip', next: 'storing' }) as const)
    .with('returned', () => ({ error: 'update.failWithEnomem', next: 'done' }) as const)
    .exhaustive()
  return {
    guards,
    effects,
    config: {
      meta: {
        within: 'update',
        locals: {
          'update.index': cell(16),
          'update.end': cell(16),
          'update.state': cell(2, showState),
          'update.result': cell(RESULTS, showResult),
        },
      },
      initial: 'storing',
      states: {
        storing: {
          meta: { fn: '__xa_store' },
          on: {
            step: [
              { guard: isOver, target: 'done' },
              { actions: 'update.record', target: 'storing' },
            ],
            ...waits,
          },
        },
        allocating: {
          meta: { fn: 'kmem_cache_alloc_lru' },
          on: {
            step: { target: 'relocking' },
            enomem: { guard: 'update.mayFail', actions: 'update.spendFailure', target: 'relockingWithError' },
          },
        },
        relocking: {
          meta: { fn: 'xa_lock' },
          on: {
            step: {
              guard: 'update.xaLockIsFree',
              actions: ['update.takeXaLock', 'update.record'],
              target: 'storing',
            },
          },
        },
        relockingWithError: {
          meta: { fn: 'xa_lock' },
          on: {
            step: { guard: 'update.xaLockIsFree', actions: ['update.takeXaLock', error], target: next },
          },
        },
        done: { type: 'final' },
      },
    },
  } as const
}
