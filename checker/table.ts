/**
 * The seen set: 64-bit fingerprints in open addressing, in shards that grow one at a time.
 *
 * No growth takes longer than copying a sixteenth of the table. Memory of a large table is reserved at once, and costs
 * nothing until it is written.
 */
import type { Reading, Writing } from './checkpoint-file.ts'
import { InputError } from './errors.ts'
import { compact, home, insert, LARGE, LINE, LOAD, SHARDS, shardOf, spreadOut, widerThan } from './slots.ts'

const FIRST_SIZE = 1024
/** Fingerprints whose cache misses overlap. */
const TOUCHED = 256
const UNLIKELY = 0x7ee1ca5e

export class Table {
  private readonly shards: Int32Array[] = []
  /** Slots of each shard. */
  private readonly sizes = new Int32Array(SHARDS).fill(FIRST_SIZE)
  private readonly counts = new Int32Array(SHARDS)
  private readonly most: number
  /** Some shard should grow and cannot: there is room for little more. */
  full = false
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

  /** What a shard holds. */
  shard(index: number): { readonly slots: Int32Array; readonly size: number; readonly count: number } {
    return { slots: this.shards[index]!, size: this.sizes[index]!, count: this.counts[index]! }
  }

  save(out: Writing): void {
    for (const [shard, slots] of this.shards.entries()) {
      const size = this.sizes[shard]!
      out.row(Int32Array.of(size, this.counts[shard]!))
      out.row(slots.subarray(0, 2 * size))
    }
  }

  /** @throws InputError when there is no memory for it */
  restore(from: Reading): void {
    for (let shard = 0; shard < SHARDS; shard++) {
      const [size, count] = from.row(new Int32Array(2))
      const slots = this.allocate(size!)
      if (slots === undefined) throw new InputError('this machine has not the memory that the checkpoint needs')
      from.row(slots.subarray(0, 2 * size!))
      this.shards[shard] = slots
      this.sizes[shard] = size!
      this.counts[shard] = count!
    }
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.sizes.reduce((sum, size) => sum + 8 * size, 0) + 4 * this.scratch.length + this.filled.length
  }

  /**
   * Adds the fingerprints `0 … n - 1`; `fresh[i]` is set to 1 where fingerprint `i` was not there before, else to 0.
   *
   * @returns how many were added, or -1 when a shard has no slot left (some may have been added)
   */
  add(first: Int32Array, second: Int32Array, n: number, fresh: Uint8Array): number {
    let added = 0
    for (let from = 0; from < n; from += TOUCHED) {
      const to = Math.min(n, from + TOUCHED)
      let sum = 0
      for (let i = from; i < to; i++) {
        const h1 = first[i]!
        const shard = shardOf(h1)
        sum ^= this.shards[shard]![home(h1, this.sizes[shard]!)]!
      }
      if (sum === UNLIKELY) fresh[from] = 0 // so that the loads are not optimised away
      for (let i = from; i < to; i++) {
        const h1 = first[i]!
        const shard = shardOf(h1)
        const isNew = insert(this.shards[shard]!, this.sizes[shard]!, h1, second[i]!)
        fresh[i] = isNew
        added += isNew
        if (isNew === 0) continue
        const count = this.counts[shard]! + 1
        this.counts[shard] = count
        if (count <= this.sizes[shard]! * LOAD || this.grow(shard)) continue
        this.full = true
        if (count === this.sizes[shard]! - 1) return -1
      }
    }
    return added
  }

  private grow(shard: number): boolean {
    const size = this.sizes[shard]!
    const wider = widerThan(size)
    if (wider > this.most) return false
    const old = this.shards[shard]!
    if (this.scratch.length < 2 * size) this.scratch = new Int32Array(2 * size)
    const used = compact(old, size, this.scratch)
    const reserved = old.length >= 2 * wider
    const slots = reserved ? old : this.allocate(wider)
    if (slots === undefined) return false
    if (reserved) old.fill(0, 0, 2 * size)
    const lines = wider / LINE
    if (this.filled.length < lines) this.filled = new Uint8Array(lines)
    else this.filled.fill(0, 0, lines)
    spreadOut(this.scratch, used, slots, wider, this.filled)
    this.shards[shard] = slots
    this.sizes[shard] = wider
    return true
  }

  /** Room for a shard of so many slots, and if it is large for all it may ever need; undefined where there is none. */
  private allocate(size: number): Int32Array | undefined {
    for (const slots of size < LARGE ? [size] : [Math.max(this.most, size), size]) {
      try {
        return new Int32Array(2 * slots)
      } catch (error) {
        // A system that promises no memory it may not have: take what is needed now.
        if (!(error instanceof RangeError)) throw error
      }
    }
    return undefined
  }
}
