/**
 * One thread as far as it alone is concerned (control point, budgets, locals), and what was seen of it there.
 *
 * Nothing here is analysed: facets of the shared state are noted as guards, effects and properties read and write them.
 */
import type { Facets } from '../../compile/vector/facets.ts'
import { type Bits, bitsFor, include, meet, members } from './bits.ts'
import { Memo } from './memo.ts'

/** The outcome of an attempt of one thread to step. */
export interface Look {
  readonly able: boolean
  readonly reads: Bits
  readonly writes: Bits
  /** One of its steps ends the world. */
  readonly fatal: boolean
}

/** The result of one step. */
export interface LocalStep {
  readonly event: number
  /** Where it leads its thread. */
  readonly to: LocalState
  /** Bytes of the shared state that it writes, and what. */
  readonly bytes: readonly number[]
  readonly values: readonly number[]
}

export interface Taken extends Look {
  /** Steps taken, those included that end the world. */
  readonly count: number
  readonly steps: readonly LocalStep[]
}

/** The accesses of a step, or of many steps. */
export interface Footprint {
  readonly reads: Bits
  readonly writes: Bits
  /** State properties and goals that read what is written. */
  readonly shows: Bits
}

/** The accesses that a thread may still make while some others stand still. */
export interface Future extends Footprint {
  /** The bytes whose values keep it from going farther. */
  readonly waitsFor: Bits
}

/**
 * An attempt that came to nothing: what it read, and the values that stood there. Steps are functions of what they read, so
 * with these values every attempt comes to nothing.
 */
interface Wait {
  readonly reads: Bits
  readonly facets: readonly number[]
  /** The bytes of these facets, and their values. */
  readonly bytes: readonly number[]
  readonly values: readonly number[]
}

/** Attempts remembered for one local state; to forget some costs only states. */
const WAITS = 64

export class LocalState {
  readonly thread: number
  /** Its part of the vector, in words; and a number that equal parts of threads that are alike share. */
  readonly part: Int32Array
  readonly shape: number
  readonly idle: boolean
  /** The outcomes of its attempts to step. */
  readonly attempts = new Memo<Taken>()
  readonly reads: Bits
  readonly writes: Bits
  /** Where its steps, or its starts, lead. */
  readonly next = new Set<LocalState>()
  private readonly facets: Facets
  private readonly waited = new Map<string, Wait>()

  // The fields below are set by `LocalGraph.settle`.
  shows: Bits
  waits: readonly Wait[] = []
  /** Every cycle of local states has one of these. */
  marked = false
  readonly futures = new Map<string, Future>()
  starting: Footprint | undefined

  /** @param properties how many there are */
  constructor(thread: number, part: Int32Array, shape: number, facets: Facets, properties: number) {
    this.facets = facets
    this.thread = thread
    this.part = part
    this.shape = shape
    this.idle = (part[0]! & 0xffff) === 0
    this.reads = bitsFor(facets.size)
    this.writes = bitsFor(facets.size)
    this.shows = bitsFor(properties)
  }

  /** Takes note of an attempt to step. @param state the vector it was made on  @returns whether it told anything new */
  note(reads: Bits, writes: Bits, able: boolean, state: Uint8Array): boolean {
    const grown = include(this.reads, reads)
    if (!able) this.noteWait(reads, state)
    return include(this.writes, writes) || grown
  }

  settle(): void {
    this.waits = [...this.waited.values()]
    this.futures.clear()
    this.starting = undefined
    this.marked = false
  }

  /** The bytes that keep it where it is for as long as nobody writes them. @param unstable bytes that somebody may write */
  waitsFor(state: Uint8Array, unstable: Bits): Bits | undefined {
    return this.waits.find(
      ({ reads, bytes, values }) => bytes.every((byte, i) => state[byte] === values[i]) && !meet(reads, unstable),
    )?.reads
  }

  private noteWait(reads: Bits, state: Uint8Array): void {
    if (this.waited.size === WAITS) return
    const facets = members(reads)
    const bytes = facets.map(facet => this.facets.byteOf[facet]!)
    const values = bytes.map(byte => state[byte]!)
    const key = `${facets}:${values}`
    if (!this.waited.has(key)) this.waited.set(key, { reads: reads.slice(), facets, bytes, values })
  }
}
