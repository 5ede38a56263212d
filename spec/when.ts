/**
 * When invariants must hold.
 */
import type { When } from './promise.ts'

/** Memory failure deals with one frame at a time. */
export const whileNoFrameBreaks: When = {
  words: 'while memory failure deals with no frame',
  when: ({ kernel }) => kernel.failureMutex.length === 0 || kernel.failureMutex[0] === 0,
}

export const always: When = { words: 'always', when: () => true }

/** Conversions change sizes and shareability while they hold the lock for write. */
export const unlessInvalidateLockIsWritten: When = {
  words: 'while nobody holds the invalidate lock for write',
  when: ({ kernel }) => kernel.invalidateWriter === 0,
}
