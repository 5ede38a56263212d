/**
 * The seen set in shared memory: each shard has a lock, taken once for all fingerprints of a block that belong to it.
 */
import { AT_ONCE, ByShard } from '../by-shard.ts'
import type { Writing } from '../checkpoint-file.ts'
import { LARGE, LOAD, SHARDS, shardsIn, Widening, widerThan } from '../slots.ts'
import { saveShard, type Table } from '../table.ts'
import { lock, unlock } from './lock.ts'
import type { SharedMemory } from './memory.ts'

export class SharedTable {
  private readonly shards: readonly Int32Array[]
  /** Size, count and lock of shard `s` at `s`, `SHARDS + s`, `2 * SHARDS + s`. */
  private readonly state: Int32Array
  private readonly byShard = new ByShard()
  private readonly widening = new Widening()
  /** Sizes by which the fingerprints were sorted. */
  private readonly sizes = new Int32Array(SHARDS)
  private readonly start: number
  /** As {@link Table.full}, of what this worker has seen. */
  full = false

  /** @param worker index of the one who uses it, so that not all begin with the same shard */
  constructor(memory: SharedMemory, worker: number) {
    this.shards = shardsIn(memory.slots)
    this.state = new Int32Array(memory.table)
    this.start = worker * 5
  }

  /** Whether it has room for what a table of one thread has seen. */
  holds(table: Table): boolean {
    return this.shards.every((slots, shard) => 2 * table.shard(shard).size <= slots.length)
  }

  save(out: Writing): void {
    this.shards.forEach((slots, shard) => {
      saveShard(out, { slots, size: this.state[shard]!, count: this.state[SHARDS + shard]! })
    })
  }

  /** Takes over what a table of one thread has seen. */
  fill(table: Table): void {
    for (let shard = 0; shard < SHARDS; shard++) {
      const { slots, size, count } = table.shard(shard)
      this.shards[shard]!.set(slots.subarray(0, 2 * size))
      this.state[shard] = size
      this.state[SHARDS + shard] = count
    }
  }

  /** Bytes written so far, but for what each worker needs while a shard grows. */
  get bytes(): number {
    return this.state.subarray(0, SHARDS).reduce((sum, size) => sum + 8 * size, 0)
  }

  /** As {@link Table.add}. */
  add(first: Int32Array, second: Int32Array, n: number, fresh: Uint8Array): number {
    let added = 0
    for (let from = 0; from < n; from += AT_ONCE) {
      const some = this.addSome(first, second, from, Math.min(n, from + AT_ONCE), fresh)
      if (some < 0) return -1
      added += some
    }
    return added
  }

  private addSome(first: Int32Array, second: Int32Array, from: number, to: number, fresh: Uint8Array): number {
    const { byShard, sizes, state } = this
    for (let shard = 0; shard < SHARDS; shard++) sizes[shard] = state[shard]!
    byShard.sort(first, from, to, sizes)
    for (let turn = 0; turn < SHARDS; turn++) {
      const shard = (this.start + turn) % SHARDS
      byShard.load(shard, this.shards[shard]!)
    }
    let added = 0
    for (let turn = 0; turn < SHARDS; turn++) {
      const shard = (this.start + turn) % SHARDS
      if (byShard.count(shard) === 0) continue
      lock(state, 2 * SHARDS + shard)
      const some = this.addLocked(shard, first, second, fresh)
      unlock(state, 2 * SHARDS + shard)
      if (some < 0) return -1
      added += some
    }
    return added
  }

  private addLocked(shard: number, first: Int32Array, second: Int32Array, fresh: Uint8Array): number {
    const { byShard, state } = this
    const slots = this.shards[shard]!
    const count = state[SHARDS + shard]!
    const expected = count + byShard.count(shard)
    while (!this.full && expected > state[shard]! * LOAD) this.full = !this.grow(shard, slots)
    const size = state[shard]!
    if (size !== this.sizes[shard]) byShard.rehome(shard, size, first)
    const added = byShard.insert(shard, slots, size, first, second, fresh, size - count)
    state[SHARDS + shard] = count + added
    return added > 0 && count + added >= size - 1 ? -1 : added
  }

  private grow(shard: number, slots: Int32Array): boolean {
    const size = this.state[shard]!
    const wider = widerThan(Math.max(size, LARGE))
    if (2 * wider > slots.length) return false
    this.widening.widen(slots, size, wider)
    this.state[shard] = wider
    return true
  }
}
