/**
 * When invariants must hold.
 */
import type { When } from './promise.ts'

export const always: When = { words: 'always', when: () => true }

/** Conversions change sizes and shareability while they hold the lock for write. */
export const unlessInvalidateLockIsWritten: When = {
  words: 'while nobody holds the invalidate lock for write',
  when: ({ kernel }) => kernel.invalidateWriter === 0,
}
