/**
 * The seen set: 64-bit fingerprints in open addressing, in shards that grow one at a time.
 *
 * A fingerprint is looked for from the start of a cache line onwards. The line is its first word scaled to the size of
 * the shard, not masked, so that a shard may grow by less than twofold: it stays well filled, and no growth takes
 * longer than copying a sixteenth of the table. Memory of a large table is reserved at once, and costs nothing until it
 * is written.
 */

/** Slots in use before a shard grows, of its size. */
const LOAD = 0.85
const SHARD_BITS = 4
const SHARDS = 1 << SHARD_BITS
const HOME_BITS = 32 - SHARD_BITS
const HOME_MASK = 2 ** HOME_BITS - 1
const PER_HOME = 2 ** -HOME_BITS
/** Slots of a cache line. */
const LINE = 8
const FIRST_SIZE = 1024
/** Above this many slots a shard grows by less than twofold. */
const LARGE = 1 << 16
const GROWTH = 1.4
/** Fingerprints whose cache misses overlap. */
const TOUCHED = 256
const UNLIKELY = 0x7ee1ca5e

export class Table {
  private readonly shards: Int32Array[] = []
  /** Slots of each shard. */
  private readonly sizes = new Int32Array(SHARDS).fill(FIRST_SIZE)
  private readonly counts = new Int32Array(SHARDS)
  private readonly most: number
  private scratch = new Int32Array(0)
  private filled = new Uint8Array(0)

  /** @param reserve bytes it may take: it never grows beyond */
  constructor(reserve: number) {
    this.most = Math.max(FIRST_SIZE, Math.floor(reserve / SHARDS / 8))
    for (let shard = 0; shard < SHARDS; shard++) this.shards.push(new Int32Array(2 * FIRST_SIZE))
  }

  get size(): number {
    return this.counts.reduce((sum, count) => sum + count, 0)
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.sizes.reduce((sum, size) => sum + 8 * size, 0) + 4 * this.scratch.length + this.filled.length
  }

  /**
   * Adds the fingerprints `0 … n - 1`; `fresh[i]` is set to 1 where fingerprint `i` was not there before, else to 0.
   *
   * @returns how many were added, or -1 when the memory is full (some may have been added)
   */
  add(first: Int32Array, second: Int32Array, n: number, fresh: Uint8Array): number {
    let added = 0
    for (let from = 0; from < n; from += TOUCHED) {
      const to = Math.min(n, from + TOUCHED)
      let sum = 0
      for (let i = from; i < to; i++) {
        const h1 = first[i]!
        const shard = h1 >>> HOME_BITS
        sum ^= this.shards[shard]![home(h1, this.sizes[shard]!)]!
      }
      if (sum === UNLIKELY) fresh[from] = 0 // so that the loads are not optimised away
      for (let i = from; i < to; i++) {
        const h1 = first[i]!
        const shard = h1 >>> HOME_BITS
        const isNew = insert(this.shards[shard]!, this.sizes[shard]!, h1, second[i]!)
        fresh[i] = isNew
        added += isNew
        if (isNew === 0) continue
        const count = this.counts[shard]! + 1
        this.counts[shard] = count
        if (count > this.sizes[shard]! * LOAD && !this.grow(shard)) return -1
      }
    }
    return added
  }

  private grow(shard: number): boolean {
    const size = this.sizes[shard]!
    const wider = size < LARGE ? size * 2 : Math.floor((size * GROWTH) / LINE) * LINE
    if (wider > this.most) return false
    const old = this.shards[shard]!
    if (this.scratch.length < 2 * size) this.scratch = new Int32Array(2 * size)
    const used = compact(old, size, this.scratch)
    const reserved = old.length >= 2 * wider
    if (reserved) old.fill(0, 0, 2 * size)
    const slots = reserved ? old : new Int32Array(2 * (wider < LARGE ? wider : this.most))
    const lines = wider / LINE
    if (this.filled.length < lines) this.filled = new Uint8Array(lines)
    else this.filled.fill(0, 0, lines)
    spreadOut(this.scratch, used, slots, wider, this.filled)
    this.shards[shard] = slots
    this.sizes[shard] = wider
    return true
  }
}

/** Copies the slots in use, in order. @returns words copied */
const compact = (slots: Int32Array, size: number, to: Int32Array): number => {
  let used = 0
  for (let at = 0; at < 2 * size; at += 2) {
    const h2 = slots[at + 1]!
    to[used] = slots[at]!
    to[used + 1] = h2
    if (h2 !== 0) used += 2
  }
  return used
}

/** Puts distinct fingerprints into empty slots. @param filled zeros, one for each line: becomes how many it holds */
const spreadOut = (from: Int32Array, used: number, slots: Int32Array, size: number, filled: Uint8Array): void => {
  const lines = size / LINE
  for (let k = 0; k < used; k += 2) {
    const h1 = from[k]!
    let line = home(h1, size) >> 4
    while (filled[line] === LINE) line = line + 1 === lines ? 0 : line + 1
    const at = 2 * (line * LINE + filled[line]!)
    filled[line]! += 1
    slots[at] = h1
    slots[at + 1] = from[k + 1]!
  }
}

/** Index of the first word of the cache line from which a fingerprint is looked for, in a shard of `size` slots. */
const home = (h1: number, size: number): number => ((h1 & HOME_MASK) * PER_HOME * (size / LINE)) << 4

/** 1 if it was added, 0 if it was there. A second word of 0 marks a free slot; as part of a fingerprint it counts as 1. */
const insert = (slots: Int32Array, size: number, h1: number, second: number): 0 | 1 => {
  const h2 = second === 0 ? 1 : second
  const end = 2 * size
  let at = home(h1, size)
  for (;;) {
    const there = slots[at + 1]!
    if (there === 0) break
    if (there === h2 && slots[at] === h1) return 0
    at += 2
    if (at === end) at = 0
  }
  slots[at] = h1
  slots[at + 1] = h2
  return 1
}
