/**
 * The memory that the workers of one search share. Address space is reserved at once; memory is taken as it is written.
 */
import type { World } from '../../compile/world.ts'
import type { Judge, Tally } from '../../expand/judge.ts'
import { BLOCK } from '../../store/frontier.ts'
import { bytesFor, LARGE, roomIn, SHARDS } from '../../store/seen/slots.ts'

export interface SharedMemory {
  /** Slots of the table, see `shardsIn`. */
  readonly slots: SharedArrayBuffer
  /** The state of each shard, as all workers see it; see `State`. */
  readonly table: SharedArrayBuffer
  /** Chunks of the frontier, one after the other. */
  readonly arena: SharedArrayBuffer
  /** Four lists of chunk numbers or counts, see `Arena`. */
  readonly lists: SharedArrayBuffer
  /** Chunks that are enough for all workers to finish what they have at hand. */
  readonly spare: number
  /** Words by which the workers wait for each other, see `Control`. */
  readonly control: SharedArrayBuffer
  /** The bytes that each state property and each goal is known to read. */
  readonly known: SharedArrayBuffer
  /** Why a helper failed: UTF-8, ended by 0. */
  readonly message: SharedArrayBuffer
  /** Per worker, see `Tally`. */
  readonly tallies: readonly SharedArrayBuffer[]
}

/** Words of {@link SharedMemory.control}. */
export const Control = {
  /** Raised by one to start a level, negative to end. */
  phase: 0,
  /** Helpers that are done with the level. */
  arrived: 1,
  /** 1: take no more chunks. */
  stop: 2,
  /** Next chunk of the level to take, and how many there are. */
  cursor: 3,
  length: 4,
  /** Chunks of the next level. */
  next: 5,
  /** Lock, top of the stack of free chunks, chunks ever used. */
  lock: 6,
  free: 7,
  used: 8,
  /** 1: the table or the arena is full, and states were lost. */
  full: 9,
  /** Helpers that are ready, and helpers that failed. */
  ready: 10,
  failed: 11,
  /** Steps from an initial state to the states of this level. */
  depth: 12,
  /** 1: a shard of the table, or the list of a level, cannot grow; what is at hand can be finished. */
  narrow: 13,
  /** 1: chunks run out; what is at hand can be finished. */
  crowded: 14,
  /** Descriptor of the file with chunks that are not in memory. */
  disk: 15,
  words: 16,
} as const

/** Words of each shard in {@link SharedMemory.table}: two shards share no line of the cache. */
export const State = {
  /** Slots, and how many are in use. */
  size: 0,
  count: 1,
  lock: 2,
  words: 32,
} as const

/** By shard: its {@link State}. */
export const statesIn = (table: SharedArrayBuffer): readonly Int32Array[] =>
  Array.from({ length: SHARDS }, (_, shard) => new Int32Array(table, 4 * State.words * shard, State.words))

/** Of the memory, for the frontier: less where it may go to disk. */
const CHUNK_SHARE = 0.4
const CHUNK_SHARE_WITH_DISK = 0.2
/** Chunks of a level, for each in memory. */
export const SPILLED = 16
/** Bytes below which there is no point in trying with less. */
const LEAST = 2 ** 26
export const MESSAGE = 1024

/** @param bytes memory the search may take; half of it, or half of that, where so much cannot be reserved */
export function reserve(bytes: number, ...of: MemoryOf): SharedMemory {
  try {
    return reserveAll(bytes, ...of)
  } catch (error) {
    if (!(error instanceof RangeError) || bytes < LEAST) throw error
    return reserve(bytes / 2, ...of)
  }
}

type MemoryOf = [stride: number, world: World, judge: Judge, workers: number, disk: boolean]

function reserveAll(bytes: number, ...[stride, world, judge, workers, disk]: MemoryOf): SharedMemory {
  const room = Math.max(2 * LARGE, roomIn(bytes))
  const share = disk ? CHUNK_SHARE_WITH_DISK : CHUNK_SHARE
  const spare = workers * (world.fanout + 2)
  const chunks = Math.max(2 * spare, Math.floor((bytes * share) / (BLOCK * stride * 4)))
  return {
    slots: new SharedArrayBuffer(bytesFor(room)),
    table: new SharedArrayBuffer(4 * State.words * SHARDS),
    arena: new SharedArrayBuffer(chunks * BLOCK * stride * 4),
    lists: new SharedArrayBuffer(4 * (2 * SPILLED + 2) * chunks),
    spare,
    control: new SharedArrayBuffer(4 * Control.words),
    known: judge.known.buffer as SharedArrayBuffer,
    message: new SharedArrayBuffer(MESSAGE),
    tallies: Array.from({ length: workers }, () => new SharedArrayBuffer(tallySize(world, judge))),
  }
}

const sizesOf = (world: World, judge: Judge) => ({
  properties: judge.all.length,
  goals: judge.goals.length,
  transitions: world.flats.reduce((sum, flat) => sum + flat.transitions.length, 0),
})

const tallySize = (world: World, judge: Judge): number => {
  const { properties, goals, transitions } = sizesOf(world, judge)
  return 16 + 12 * properties + goals + transitions
}

export function tallyIn(buffer: SharedArrayBuffer, world: World, judge: Judge): Tally {
  const { properties, goals, transitions } = sizesOf(world, judge)
  const broken = 16 + 8 * properties
  return {
    counts: new Float64Array(buffer, 0, 2),
    judged: new Float64Array(buffer, 16, properties),
    broken: new Int32Array(buffer, broken, properties),
    goals: new Uint8Array(buffer, broken + 4 * properties, goals),
    fired: new Uint8Array(buffer, broken + 4 * properties + goals, transitions),
  }
}
