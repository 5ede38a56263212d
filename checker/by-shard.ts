/**
 * Some fingerprints of a batch in the order of their shards, to look up all those of a shard in one go.
 *
 * Their cache lines are loaded first, in a loop that does nothing else, so that many misses overlap.
 */
import { home, insert, SHARDS, shardOf } from './slots.ts'

/** Fingerprints at a time: few enough for their lines to stay in the cache until they are looked up. */
export const AT_ONCE = 1024

export class ByShard {
  /** Numbers of the fingerprints, and where in its shard each is looked for. */
  private readonly order = new Int32Array(AT_ONCE)
  private readonly homes = new Int32Array(AT_ONCE)
  /** By shard: where its fingerprints end; they begin where those of the shard before end. */
  private readonly ends = new Int32Array(SHARDS)
  /** Kept so that loading is not optimised away. */
  private seen = 0

  /** Takes the fingerprints `from … to - 1`, at most {@link AT_ONCE}. @param sizes slots of each shard */
  sort(first: Int32Array, from: number, to: number, sizes: Int32Array): void {
    const { order, homes, ends } = this
    ends.fill(0)
    for (let i = from; i < to; i++) ends[shardOf(first[i]!)]! += 1
    let sum = 0
    for (let shard = 0; shard < SHARDS; shard++) {
      const count = ends[shard]!
      ends[shard] = sum
      sum += count
    }
    for (let i = from; i < to; i++) {
      const h1 = first[i]!
      const shard = shardOf(h1)
      const k = ends[shard]!
      ends[shard] = k + 1
      order[k] = i
      homes[k] = home(h1, sizes[shard]!)
    }
  }

  /** How many belong to a shard. */
  count(shard: number): number {
    return this.ends[shard]! - this.begin(shard)
  }

  /** Loads the lines in which those of a shard are looked for. */
  load(shard: number, slots: Int32Array): void {
    const { homes } = this
    const end = this.ends[shard]!
    let k = this.begin(shard)
    let seen = 0
    for (; k + 4 <= end; k += 4)
      seen ^= slots[homes[k]!]! ^ slots[homes[k + 1]!]! ^ slots[homes[k + 2]!]! ^ slots[homes[k + 3]!]!
    for (; k < end; k++) seen ^= slots[homes[k]!]!
    this.seen ^= seen
  }

  /** To be called where a shard has grown since they were sorted. */
  rehome(shard: number, size: number, first: Int32Array): void {
    const { order, homes } = this
    for (let k = this.begin(shard); k < this.ends[shard]!; k++) homes[k] = home(first[order[k]!]!, size)
  }

  /**
   * Adds those of a shard; `fresh[i]` is set to 1 where fingerprint `i` was not there before, else to 0.
   *
   * @param room slots that are free: ends when one is left, which must stay free  @returns how many were added
   */
  insert(
    shard: number,
    slots: Int32Array,
    size: number,
    first: Int32Array,
    second: Int32Array,
    fresh: Uint8Array,
    room: number,
  ): number {
    const { order, homes } = this
    const end = this.ends[shard]!
    let added = 0
    for (let k = this.begin(shard); k < end; k++) {
      const i = order[k]!
      const isNew = insert(slots, size, homes[k]!, first[i]!, second[i]! || 1)
      fresh[i] = isNew
      added += isNew
      if (isNew === 1 && added + 1 >= room) break
    }
    return added
  }

  private begin(shard: number): number {
    return shard === 0 ? 0 : this.ends[shard - 1]!
  }
}
