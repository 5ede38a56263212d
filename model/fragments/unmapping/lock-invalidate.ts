/**
 * filemap_invalidate_lock(): joining the queue is a step, since queued writers keep later readers out.
 *
 * Machines take the two states among their own; what C calls runs them as a fragment.
 *
 * Source: include/linux/fs.h; kernel/locking/rwsem.c.
 */
import {
  dropInvalidateLock,
  invalidateLockIsFree,
  joinInvalidateQueue,
  takeInvalidateLock,
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
export const TAKES_INVALIDATE_LOCK = 'takeInvalidateLock'

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
