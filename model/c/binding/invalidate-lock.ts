/**
 * filemap_invalidate_lock(): joining the queue is a step, since queued writers keep later readers out.
 *
 * Source: include/linux/fs.h; kernel/locking/rwsem.c.
 */
import { invalidateLockIsFree, joinInvalidateQueue, takeInvalidateLock } from '../../kernel/locks.ts'
import type { Scope } from '../../words.ts'

/** The effect that takes it. */
export const TAKES_INVALIDATE_LOCK = 'invalidateLock.take'

export const lockInvalidate = {
  guards: { 'invalidateLock.isFree': ({ kernel }: Scope) => invalidateLockIsFree(kernel) },
  effects: {
    [TAKES_INVALIDATE_LOCK]: ({ kernel, self }: Scope) => takeInvalidateLock(kernel, self),
    'invalidateLock.queue': ({ kernel, self }: Scope) => joinInvalidateQueue(kernel, self),
  },
  config: {
    initial: 'locking',
    states: {
      locking: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: {
          step: [
            { guard: 'invalidateLock.isFree', actions: TAKES_INVALIDATE_LOCK, target: 'locked' },
            { actions: 'invalidateLock.queue', target: 'queueing' },
          ],
        },
      },
      queueing: {
        meta: { fn: 'filemap_invalidate_lock' },
        on: { step: { guard: 'invalidateLock.isFree', actions: TAKES_INVALIDATE_LOCK, target: 'locked' } },
      },
      locked: { type: 'final' },
    },
  },
} as const
