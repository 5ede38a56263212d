/**
 * filemap_invalidate_lock(): joining the queue is a step, since queued writers keep later readers out.
 *
 * Machines take the two states among their own; what C calls runs them as a fragment.
 *
 * Source: include/linux/fs.h; kernel/locking/rwsem.c.
 */
import { cell } from '../../../checker/declare.ts'
import {
  dropInvalidateLock,
  invalidateLockIsFree,
  joinInvalidateQueue,
  takeInvalidateLock,
  tryInvalidateLock,
} from '../../kernel/locks/invalidate-lock.ts'
import type { Scope } from '../../kernel/words.ts'

/** Guard and effects of the lock held for write. A machine may have an effect of its own that takes it. */
export const invalidateLock = {
  guards: { invalidateLockIsFree: ({ kernel }: Scope) => invalidateLockIsFree(kernel) },
  effects: {
    joinInvalidateQueue: ({ kernel, self }: Scope) => joinInvalidateQueue(kernel, self),
    takeInvalidateLock: ({ kernel, self }: Scope) => takeInvalidateLock(kernel, self),
    dropInvalidateLock: ({ kernel, self }: Scope) => dropInvalidateLock(kernel, self),
  },
} as const

/**
 * The states `locking` and `queueing`.
 *
 * @param taken what is done once the lock is free, and where that leads
 * @param first where it goes instead, before it asks for the lock
 */
export const lockingInvalidate = <const Taken extends object, const First extends readonly object[] = readonly []>(
  taken: Taken,
  first: First = [] as unknown as First,
) =>
  ({
    locking: {
      meta: { fn: 'filemap_invalidate_lock' },
      on: {
        step: [
          ...first,
          { guard: 'invalidateLockIsFree', ...taken },
          { actions: 'joinInvalidateQueue', target: 'queueing' },
        ],
      },
    },
    queueing: {
      meta: { fn: 'filemap_invalidate_lock' },
      on: { step: { guard: 'invalidateLockIsFree', ...taken } },
    },
  }) as const

/** The effect that takes it. */
const TAKES_INVALIDATE_LOCK = 'takeInvalidateLock'
/** And the one of those who do not wait for it. */
const GETS_INVALIDATE_LOCK = 'getInvalidateLock'

/** What else is done where the lock is taken, whether somebody waits for it or not. */
export const onceLocked = <S>(does: (scope: S) => void): Readonly<Record<string, (scope: S) => void>> => ({
  [TAKES_INVALIDATE_LOCK]: does,
  [GETS_INVALIDATE_LOCK]: does,
})

export const lockInvalidate = {
  ...invalidateLock,
  config: {
    initial: 'locking',
    states: {
      ...lockingInvalidate({ actions: TAKES_INVALIDATE_LOCK, target: 'locked' }),
      locked: { type: 'final' },
    },
  },
} as const

type Trying = Scope<'trylock.taken'>

/** down_write_trylock(). */
export const tryToLockInvalidate = {
  guards: { ...invalidateLock.guards },
  effects: {
    [GETS_INVALIDATE_LOCK]: ({ kernel, self, call }: Trying) => {
      tryInvalidateLock(kernel, self)
      call['trylock.taken'] = 1
    },
  },
  config: {
    meta: { locals: { 'trylock.taken': cell(2) } },
    initial: 'trying',
    states: {
      trying: {
        meta: { fn: 'down_write_trylock' },
        on: {
          step: [
            { guard: 'invalidateLockIsFree', actions: GETS_INVALIDATE_LOCK, target: 'tried' },
            { target: 'tried' },
          ],
        },
      },
      tried: { type: 'final' },
    },
  },
} as const
