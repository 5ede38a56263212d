/**
 * The seen set: 64-bit fingerprints in order, with gaps.
 *
 * A fingerprint's home is its first word scaled to the size of the table, so that the slots are sorted and a search
 * ends at the first larger entry: a high load stays cheap. Growing spreads the same order wider, in one pass and in
 * place. Memory of a large table is reserved at once, and costs nothing until it is written.
 */

/** Slots in use before a shard grows, of its size. */
const LOAD = 0.85
const SHARD_BITS = 4
const SHARDS = 1 << SHARD_BITS
const HOME_BITS = 32 - SHARD_BITS
const HOME_MASK = 2 ** HOME_BITS - 1
const FIRST_SIZE = 1024
/** Slots behind the last home, for what was displaced. */
const SLACK = 512
/** Above this many slots a shard grows by a quarter instead of twofold. */
const LARGE = 1 << 16

export class Table {
  private readonly shards: Int32Array[] = []
  private readonly sizes = new Int32Array(SHARDS).fill(FIRST_SIZE)
  private readonly counts = new Int32Array(SHARDS)
  private readonly most: number

  /** @param reserve bytes of address space: the table never grows beyond */
  constructor(reserve: number) {
    this.most = Math.max(4 * FIRST_SIZE, Math.floor(reserve / SHARDS / 8))
    for (let shard = 0; shard < SHARDS; shard++) this.shards.push(new Int32Array(2 * (FIRST_SIZE + SLACK)))
  }

  get size(): number {
    return this.counts.reduce((sum, count) => sum + count, 0)
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.sizes.reduce((sum, size) => sum + 8 * (size + SLACK), 0)
  }

  /**
   * Adds the fingerprints `0 … n - 1`; `fresh[i]` is set to 1 where fingerprint `i` was not there before.
   *
   * @returns how many were added, or -1 when the reserved memory is full (some may have been added)
   */
  add(first: Int32Array, second: Int32Array, n: number, fresh: Uint8Array): number {
    let added = 0
    for (let from = 0; from < n; from += 256) {
      const to = Math.min(n, from + 256)
      this.touch(first, from, to)
      for (let i = from; i < to; i++) {
        const novelty = this.addOne(first[i]!, second[i]!)
        if (novelty < 0) return -1
        fresh[i] = novelty
        added += novelty
      }
    }
    return added
  }

  /** Loads the home of each fingerprint, so that the cache misses overlap. */
  private touch(first: Int32Array, from: number, to: number): number {
    let sum = 0
    for (let i = from; i < to; i++) {
      const h1 = first[i]!
      const shard = h1 >>> HOME_BITS
      sum ^= this.shards[shard]![home(h1, this.sizes[shard]!)]!
    }
    return sum
  }

  /** 1 if it was added, 0 if it was there, -1 if there is no room. A second word of 0 is taken for 1. */
  private addOne(h1: number, second: number): number {
    const h2 = second === 0 ? 1 : second
    const shard = h1 >>> HOME_BITS
    const slots = this.shards[shard]!
    let at = home(h1, this.sizes[shard]!)
    for (;;) {
      const there = slots[at + 1]!
      if (there === 0) break
      const key = slots[at]!
      if (key > h1) break
      if (key === h1 && there === h2) return 0
      at += 2
    }
    let end = at
    while (slots[end + 1] !== 0) end += 2
    if (end >= 2 * (this.sizes[shard]! + SLACK) - 2) return this.grow(shard) ? this.addOne(h1, h2) : -1
    for (; end > at; end -= 2) {
      slots[end] = slots[end - 2]!
      slots[end + 1] = slots[end - 1]!
    }
    slots[at] = h1
    slots[at + 1] = h2
    const count = this.counts[shard]! + 1
    this.counts[shard] = count
    if (count > this.sizes[shard]! * LOAD && !this.grow(shard)) return -1
    return 1
  }

  private grow(shard: number): boolean {
    const size = this.sizes[shard]!
    const wider = Math.floor(size < LARGE ? size * 2 : size * 1.25)
    if (wider + SLACK > this.most) return false
    const slots = this.roomFor(shard, wider)
    const top = 2 * (wider + SLACK)
    let used = top
    for (let at = 2 * (size + SLACK) - 2; at >= 0; at -= 2) {
      const h2 = slots[at + 1]!
      if (h2 === 0) continue
      const h1 = slots[at]!
      slots[at + 1] = 0
      used -= 2
      slots[used] = h1
      slots[used + 1] = h2
    }
    let free = 0
    for (; used < top; used += 2) {
      const h1 = slots[used]!
      const h2 = slots[used + 1]!
      slots[used + 1] = 0
      const place = home(h1, wider)
      const at = place > free ? place : free
      slots[at] = h1
      slots[at + 1] = h2
      free = at + 2
    }
    this.sizes[shard] = wider
    return true
  }

  /** The slots of a shard, in an array that holds `size` of them: reserved for good once it is large. */
  private roomFor(shard: number, size: number): Int32Array {
    const slots = this.shards[shard]!
    if (slots.length >= 2 * (size + SLACK)) return slots
    const wider = new Int32Array(2 * (size < LARGE ? size + SLACK : this.most))
    wider.set(slots)
    this.shards[shard] = wider
    return wider
  }
}

/** Index of the first word of the home slot. */
const home = (h1: number, size: number): number => (((h1 & HOME_MASK) * size) / 2 ** HOME_BITS) << 1
