/**
 * Fingerprints in open addressing: the slots of one shard of a table.
 *
 * A fingerprint is looked for from the start of a cache line onwards. The line is its first word scaled to the size of
 * the shard, not masked, so that a shard may grow by less than twofold and stays well filled.
 */

/** Slots in use before a shard grows, of its size. */
export const LOAD = 0.85
const SHARD_BITS = 4
export const SHARDS = 1 << SHARD_BITS
const HOME_BITS = 32 - SHARD_BITS
const HOME_MASK = 2 ** HOME_BITS - 1
const PER_HOME = 2 ** -HOME_BITS
/** Slots of a cache line. */
const LINE = 8
/** Above this many slots a shard grows by less than twofold. */
export const LARGE = 1 << 16
const GROWTH = 1.4

/** Most slots of a shard: the index of a word is to stay below 2 ** 31. */
const MOST = 2 ** 30 - LINE

/** Room for a shard, in slots, where all of them may take so many bytes. */
export const roomIn = (bytes: number): number => Math.min(MOST, Math.floor(bytes / (8 * SHARDS * LINE)) * LINE)

/** Slots of a shard of `size` slots once it has grown. */
export const widerThan = (size: number): number => (size < LARGE ? size * 2 : Math.floor((size * GROWTH) / LINE) * LINE)

export const shardOf = (h1: number): number => h1 >>> HOME_BITS

/** Index of the first word of the cache line from which a fingerprint is looked for, in a shard of `size` slots. */
export const home = (h1: number, size: number): number => ((h1 & HOME_MASK) * PER_HOME * (size / LINE)) << 4

/** Bytes from the start of a large buffer to that of a cache line, as the C library gives out large blocks. */
const TO_LINE = 48

/** Bytes of a buffer for all shards, each with room for `room` slots, a multiple of {@link LINE}. */
export const bytesFor = (room: number): number => TO_LINE + 8 * SHARDS * room

/** The shards in a buffer. One for all: the more buffers of its size there are, the more often garbage is collected. */
export const shardsIn = <B extends ArrayBufferLike>(buffer: B): readonly Int32Array<B>[] => {
  const words = (buffer.byteLength - TO_LINE) / 4 / SHARDS
  return Array.from({ length: SHARDS }, (_, shard) => new Int32Array(buffer, TO_LINE + 4 * words * shard, words))
}

/** 1 if it was added, 0 if it was there. A second word of 0 marks a free slot. @param from what {@link home} gives */
export const insert = (slots: Int32Array, size: number, from: number, h1: number, h2: number): 0 | 1 => {
  const end = 2 * size
  let at = from
  for (;;) {
    const there = slots[at + 1]!
    if (there === h2 && slots[at] === h1) return 0
    if (there === 0) break
    at += 2
    if (at === end) at = 0
  }
  slots[at] = h1
  slots[at + 1] = h2
  return 1
}

/** Grows shards where they lie. */
export class Widening {
  private scratch = new Int32Array(0)
  private filled = new Uint8Array(0)

  /** Bytes it keeps for the next time. */
  get bytes(): number {
    return 4 * this.scratch.length + this.filled.length
  }

  /** Gives the fingerprints of a shard of `size` slots `wider` ones, which `slots` must have. */
  widen(slots: Int32Array, size: number, wider: number): void {
    if (this.scratch.length < 2 * size) this.scratch = new Int32Array(2 * size)
    const used = compact(slots, size, this.scratch)
    slots.fill(0, 0, 2 * size)
    const lines = wider / LINE
    if (this.filled.length < lines) this.filled = new Uint8Array(lines)
    else this.filled.fill(0, 0, lines)
    spreadOut(this.scratch, used, slots, wider, this.filled)
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
