/**
 * Some fingerprints of a batch in the order of their shards, to look up all those of a shard in one go.
 *
 * Their cache lines are loaded first, in a loop that does nothing else, so that many misses overlap.
 */
import { wordsOf } from '../words.ts'
import { home, insert, SHARDS, shardOf } from './slots.ts'

/** Fingerprints at a time: few enough for their lines to stay in the cache until they are looked up. */
const AT_ONCE = 1024

/**
 * Adds the fingerprints `0 … n - 1`, a few at a time.
 *
 * @param addSome adds `from … to - 1`, and returns how many were new, or -1 when a shard has no slot left
 * @returns how many were new, or -1
 */
export function addInTurns(n: number, addSome: (from: number, to: number) => number): number {
  let added = 0
  for (let from = 0; from < n; from += AT_ONCE) {
    const some = addSome(from, Math.min(n, from + AT_ONCE))
    if (some < 0) return -1
    added += some
  }
  return added
}

/** Numbers of the fingerprints, and where in its shard each is looked for. */
const order = wordsOf(AT_ONCE)
const homes = wordsOf(AT_ONCE)
/** By shard: where its fingerprints end; they begin where those of the shard before end. */
const ends = wordsOf(SHARDS)
/** Kept so that loading is not optimised away. */
const seen = wordsOf(1)

/** Takes the fingerprints `from … to - 1`, at most {@link AT_ONCE}. @param sizes slots of each shard */
export function sortByShard(first: Int32Array, from: number, to: number, sizes: Int32Array): void {
  for (let shard = 0; shard < SHARDS; shard++) ends[shard] = 0
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

const begin = (shard: number): number => (shard === 0 ? 0 : ends[shard - 1]!)

/** How many of those that were sorted belong to a shard. */
export const countOf = (shard: number): number => ends[shard]! - begin(shard)

/** Loads the lines in which those of a shard are looked for. */
export function load(shard: number, slots: Int32Array): void {
  const end = ends[shard]!
  let k = begin(shard)
  let all = 0
  for (; k + 4 <= end; k += 4)
    all ^= slots[homes[k]!]! ^ slots[homes[k + 1]!]! ^ slots[homes[k + 2]!]! ^ slots[homes[k + 3]!]!
  for (; k < end; k++) all ^= slots[homes[k]!]!
  seen[0]! ^= all
}

/** To be called where a shard has grown since they were sorted. */
export function rehome(shard: number, size: number, first: Int32Array): void {
  for (let k = begin(shard); k < ends[shard]!; k++) homes[k] = home(first[order[k]!]!, size)
}

/**
 * Adds those of a shard; `fresh[i]` is set to 1 where fingerprint `i` was not there before, else to 0.
 *
 * @param room slots that are free: ends when one is left, which must stay free  @returns how many were added
 */
export function insertAll(
  shard: number,
  slots: Int32Array,
  size: number,
  first: Int32Array,
  second: Int32Array,
  fresh: Uint8Array,
  room: number,
): number {
  const end = ends[shard]!
  let added = 0
  for (let k = begin(shard); k < end; k++) {
    const i = order[k]!
    const isNew = insert(slots, size, homes[k]!, first[i]!, second[i]! || 1)
    fresh[i] = isNew
    added += isNew
    if (isNew === 1 && added + 1 >= room) break
  }
  return added
}
