/**
 * The seen set in shared memory: each shard has a lock, taken once for all fingerprints of a block that belong to it.
 */
import { compact, home, insert, LARGE, LINE, LOAD, SHARDS, shardOf, spreadOut, widerThan } from '../slots.ts'
import type { Table } from '../table.ts'
import { lock, unlock } from './lock.ts'
import type { SharedMemory } from './memory.ts'

export class SharedTable {
  private readonly shards: readonly Int32Array[]
  /** Size, count and lock of shard `s` at `s`, `SHARDS + s`, `2 * SHARDS + s`. */
  private readonly state: Int32Array
  /** The fingerprints of a batch in the order of their shards. */
  private order = new Int32Array(0)
  private readonly ends = new Int32Array(SHARDS)
  private scratch = new Int32Array(0)
  private filled = new Uint8Array(0)
  private readonly start: number

  /** @param worker index of the one who uses it, so that not all begin with the same shard */
  constructor(memory: SharedMemory, worker: number) {
    this.shards = memory.shards.map(buffer => new Int32Array(buffer))
    this.state = new Int32Array(memory.table)
    this.start = worker * 5
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
    this.sort(first, n)
    const { order, ends, state } = this
    let sum = 0
    for (let i = 0; i < n; i++) {
      const h1 = first[i]!
      const shard = shardOf(h1)
      sum ^= this.shards[shard]![home(h1, state[shard]!)]!
    }
    if (sum === UNLIKELY) fresh[0] = 0 // so that the loads are not optimised away
    let added = 0
    for (let turn = 0; turn < SHARDS; turn++) {
      const shard = (this.start + turn) % SHARDS
      const from = shard === 0 ? 0 : ends[shard - 1]!
      const to = ends[shard]!
      if (from === to) continue
      const slots = this.shards[shard]!
      lock(state, 2 * SHARDS + shard)
      let size = state[shard]!
      let count = state[SHARDS + shard]!
      let full = false
      for (let k = from; k < to && !full; k++) {
        const i = order[k]!
        const isNew = insert(slots, size, first[i]!, second[i]!)
        fresh[i] = isNew
        if (isNew === 0) continue
        added += 1
        count += 1
        if (count <= size * LOAD) continue
        full = !this.grow(shard, size)
        size = state[shard]!
      }
      state[SHARDS + shard] = count
      unlock(state, 2 * SHARDS + shard)
      if (full) return -1
    }
    return added
  }

  /** Sorts the numbers 0 … n - 1 by the shards of their fingerprints, those of a shard in order. */
  private sort(first: Int32Array, n: number): void {
    if (this.order.length < n) this.order = new Int32Array(first.length)
    const { order, ends } = this
    ends.fill(0)
    for (let i = 0; i < n; i++) ends[shardOf(first[i]!)]! += 1
    let sum = 0
    for (let shard = 0; shard < SHARDS; shard++) {
      const count = ends[shard]!
      ends[shard] = sum
      sum += count
    }
    for (let i = 0; i < n; i++) order[ends[shardOf(first[i]!)]!++] = i
  }

  private grow(shard: number, size: number): boolean {
    const wider = widerThan(Math.max(size, LARGE))
    const slots = this.shards[shard]!
    if (2 * wider > slots.length) return false
    if (this.scratch.length < 2 * size) this.scratch = new Int32Array(2 * size)
    const used = compact(slots, size, this.scratch)
    slots.fill(0, 0, 2 * size)
    const lines = wider / LINE
    if (this.filled.length < lines) this.filled = new Uint8Array(lines)
    else this.filled.fill(0, 0, lines)
    spreadOut(this.scratch, used, slots, wider, this.filled)
    this.state[shard] = wider
    return true
  }
}

const UNLIKELY = 0x7ee1ca5e
