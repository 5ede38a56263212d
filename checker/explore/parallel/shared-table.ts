/**
 * The seen set in shared memory: each shard has a lock, taken once for all fingerprints of a block that belong to it.
 */

import type { Writing } from '../../store/checkpoint-file.ts'
import { addInTurns, countOf, insertAll, load, rehome, sortByShard } from '../../store/seen/by-shard.ts'
import { LARGE, LOAD, SHARDS, shardsIn, Widening, widerThan } from '../../store/seen/slots.ts'
import { saveShard, type Table } from '../../store/seen/table.ts'
import { lock, unlock } from './lock.ts'
import { type SharedMemory, State, statesIn } from './memory.ts'

export class SharedTable {
  private readonly shards: readonly Int32Array[]
  /** By shard: its {@link State}. */
  private readonly states: readonly Int32Array[]
  private readonly widening = new Widening()
  /** Sizes by which the fingerprints were sorted. */
  private readonly sizes = new Int32Array(SHARDS)
  private readonly start: number
  /** As {@link Table.full}, of what this worker has seen. */
  full = false

  /** @param worker index of the one who uses it, so that not all begin with the same shard */
  constructor(memory: SharedMemory, worker: number) {
    this.shards = shardsIn(memory.slots)
    this.states = statesIn(memory.table)
    this.start = worker * 5
  }

  /** Whether it has room for what a table of one thread has seen. */
  holds(table: Table): boolean {
    return this.shards.every((slots, shard) => 2 * table.shard(shard).size <= slots.length)
  }

  save(out: Writing): void {
    this.shards.forEach((slots, shard) => {
      const state = this.states[shard]!
      saveShard(out, { slots, size: state[State.size]!, count: state[State.count]! })
    })
  }

  /** Takes over what a table of one thread has seen. */
  fill(table: Table): void {
    for (let shard = 0; shard < SHARDS; shard++) {
      const { slots, size, count } = table.shard(shard)
      this.shards[shard]!.set(slots.subarray(0, 2 * size))
      this.states[shard]![State.size] = size
      this.states[shard]![State.count] = count
    }
  }

  /** Bytes written so far, but for what each worker needs while a shard grows. */
  get bytes(): number {
    return this.states.reduce((sum, state) => sum + 8 * state[State.size]!, 0)
  }

  /** As {@link Table.add}. */
  add(first: Int32Array, second: Int32Array, n: number, fresh: Uint8Array): number {
    return addInTurns(n, (from, to) => this.addSome(first, second, from, to, fresh))
  }

  private addSome(first: Int32Array, second: Int32Array, from: number, to: number, fresh: Uint8Array): number {
    const { sizes, states } = this
    for (let shard = 0; shard < SHARDS; shard++) sizes[shard] = states[shard]![State.size]!
    sortByShard(first, from, to, sizes)
    for (let turn = 0; turn < SHARDS; turn++) {
      const shard = (this.start + turn) % SHARDS
      load(shard, this.shards[shard]!)
    }
    let added = 0
    for (let turn = 0; turn < SHARDS; turn++) {
      const shard = (this.start + turn) % SHARDS
      if (countOf(shard) === 0) continue
      lock(states[shard]!, State.lock)
      const some = this.addLocked(shard, first, second, fresh)
      unlock(states[shard]!, State.lock)
      if (some < 0) return -1
      added += some
    }
    return added
  }

  private addLocked(shard: number, first: Int32Array, second: Int32Array, fresh: Uint8Array): number {
    const slots = this.shards[shard]!
    const state = this.states[shard]!
    const count = state[State.count]!
    const expected = count + countOf(shard)
    while (!this.full && expected > state[State.size]! * LOAD) this.full = !this.grow(slots, state)
    const size = state[State.size]!
    if (size !== this.sizes[shard]) rehome(shard, size, first)
    const added = insertAll(shard, slots, size, first, second, fresh, size - count)
    state[State.count] = count + added
    return added > 0 && count + added >= size - 1 ? -1 : added
  }

  private grow(slots: Int32Array, state: Int32Array): boolean {
    const size = state[State.size]!
    const wider = widerThan(Math.max(size, LARGE))
    if (2 * wider > slots.length) return false
    this.widening.widen(slots, size, wider)
    state[State.size] = wider
    return true
  }
}
