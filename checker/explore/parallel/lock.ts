/** A lock in one word of shared memory. Held for microseconds, or while a shard grows: spins first, then sleeps. */

const SPINS = 200

const FREE = 0
const HELD = 1
/** Held, and perhaps somebody sleeps until it is free. */
const AWAITED = 2

export const lock = (words: Int32Array, index: number): void => {
  for (let spins = 0; spins < SPINS; spins++) {
    if (Atomics.compareExchange(words, index, FREE, HELD) === FREE) return
  }
  while (Atomics.exchange(words, index, AWAITED) !== FREE) Atomics.wait(words, index, AWAITED)
}

/** Wakes one who sleeps: who slept leaves the lock awaited, so that the next is woken too. */
export const unlock = (words: Int32Array, index: number): void => {
  if (Atomics.exchange(words, index, FREE) === AWAITED) Atomics.notify(words, index, 1)
}
