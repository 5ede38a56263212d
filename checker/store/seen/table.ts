/**
 * The seen set: 64-bit fingerprints in open addressing, in shards that grow one at a time.
 *
 * No growth takes longer than copying a sixteenth of the table. Memory of a large table is reserved at once, and costs
 * nothing until it is written.
 */

import { InputError } from '../../declare/errors.ts'
import type { Reading, Writing } from '../checkpoint-file.ts'
import { addInTurns, countOf, insertAll, load, rehome, sortByShard } from './by-shard.ts'
import { bytesFor, LOAD, roomIn, SHARDS, shardsIn, Widening, widerThan } from './slots.ts'

const FIRST_SIZE = 1024
/** Slots for which a shard has room before memory is reserved. */
const FIRST_ROOM = 1 << 14

/** The contents of a shard. */
interface Shard {
  readonly slots: Int32Array
  /** Slots it uses, from the first. */
  readonly size: number
  /** Fingerprints in them. */
  readonly count: number
}

export function saveShard(out: Writing, { slots, size, count }: Shard): void {
  out.row(Int32Array.of(size, count))
  out.row(slots.subarray(0, 2 * size))
}

export class Table {
  private shards: readonly Int32Array[]
  /** Slots of each shard. */
  private readonly sizes = new Int32Array(SHARDS).fill(FIRST_SIZE)
  private readonly counts = new Int32Array(SHARDS)
  private readonly most: number
  /** Some shard should grow and cannot: there is room for little more. */
  full = false
  private readonly widening = new Widening()

  /** @param reserve bytes it may take: it never grows beyond */
  constructor(reserve: number) {
    this.most = Math.max(FIRST_SIZE, roomIn(reserve))
    this.shards = shardsIn(new ArrayBuffer(bytesFor(FIRST_ROOM)))
  }

  get size(): number {
    return this.counts.reduce((sum, count) => sum + count, 0)
  }

  shard(index: number): Shard {
    return { slots: this.shards[index]!, size: this.sizes[index]!, count: this.counts[index]! }
  }

  /** Forgets what somebody else has taken over. */
  drop(): void {
    this.shards = []
  }

  save(out: Writing): void {
    for (let index = 0; index < SHARDS; index++) saveShard(out, this.shard(index))
  }

  /** @throws InputError when there is no memory for it */
  restore(from: Reading): void {
    for (let shard = 0; shard < SHARDS; shard++) {
      const [size, count] = from.row(new Int32Array(2))
      if (!this.makeRoom(size!))
        throw new InputError('the checkpoint needs more memory than this search may take\ngive it more')
      from.row(this.shards[shard]!.subarray(0, 2 * size!))
      this.sizes[shard] = size!
      this.counts[shard] = count!
    }
  }

  /** Bytes written so far. */
  get bytes(): number {
    return this.sizes.reduce((sum, size) => sum + 8 * size, 0) + this.widening.bytes
  }

  /**
   * Adds the fingerprints `0 … n - 1`; `fresh[i]` is set to 1 where fingerprint `i` was not there before, else to 0.
   *
   * @returns how many were added, or -1 when a shard has no slot left (some may have been added)
   */
  add(first: Int32Array, second: Int32Array, n: number, fresh: Uint8Array): number {
    return addInTurns(n, (from, to) => this.addSome(first, second, from, to, fresh))
  }

  private addSome(first: Int32Array, second: Int32Array, from: number, to: number, fresh: Uint8Array): number {
    const { sizes, counts } = this
    sortByShard(first, from, to, sizes)
    for (let shard = 0; shard < SHARDS; shard++) load(shard, this.shards[shard]!)
    let added = 0
    for (let shard = 0; shard < SHARDS; shard++) {
      const expected = counts[shard]! + countOf(shard)
      if (expected > sizes[shard]! * LOAD) {
        while (!this.full && expected > sizes[shard]! * LOAD) this.full = !this.grow(shard)
        rehome(shard, sizes[shard]!, first)
      }
      const size = sizes[shard]!
      const some = insertAll(shard, this.shards[shard]!, size, first, second, fresh, size - counts[shard]!)
      counts[shard]! += some
      added += some
      if (some > 0 && counts[shard]! >= size - 1) return -1
    }
    return added
  }

  private grow(shard: number): boolean {
    const size = this.sizes[shard]!
    const wider = widerThan(size)
    if (!this.makeRoom(wider)) return false
    this.widening.widen(this.shards[shard]!, size, wider)
    this.sizes[shard] = wider
    return true
  }

  /** Gives every shard room for `size` slots, if possible for all it may ever need. @returns whether it could */
  private makeRoom(size: number): boolean {
    if (size > this.most) return false
    if (2 * size <= this.shards[0]!.length) return true
    for (const room of [this.most, size]) {
      try {
        const shards = shardsIn(new ArrayBuffer(bytesFor(room)))
        for (const [shard, slots] of this.shards.entries())
          shards[shard]!.set(slots.subarray(0, 2 * this.sizes[shard]!))
        this.shards = shards
        return true
      } catch (error) {
        // A system that promises no memory it may not have: take what is needed now.
        if (!(error instanceof RangeError)) throw error
      }
    }
    return false
  }
}
