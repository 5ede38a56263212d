/** A lock in one word of shared memory. Held for microseconds, or while a shard grows: spins first, then sleeps. */

const SPINS = 200

export const lock = (words: Int32Array, index: number): void => {
  for (let spins = 0; Atomics.compareExchange(words, index, 0, 1) !== 0; spins++) {
    if (spins > SPINS) Atomics.wait(words, index, 1, 1)
  }
}

export const unlock = (words: Int32Array, index: number): void => {
  Atomics.store(words, index, 0)
  Atomics.notify(words, index, 1)
}
