/**
 * One thread as far as it alone is concerned (control point, budgets, locals), and what was seen of it there.
 *
 * Nothing here is analysed: bytes of the shared state are noted as guards, effects and properties read and write them.
 */
import { type Bits, bitsFor, has, include, keepOnly, members, put } from './bits.ts'

/** What a step, or many of them, may have to do with others. */
export interface Footprint {
  readonly reads: Bits
  readonly writes: Bits
  /** State properties and goals that read what is written. */
  readonly shows: Bits
}

/** What a thread may yet do while some others stand still. */
export interface Future extends Footprint {
  /** Bytes that keep it from going farther. */
  readonly waitsFor: Bits
}

/** With one of these values in this byte nothing was ever done here. */
interface Wait {
  readonly byte: number
  readonly values: Bits
}

export class LocalState {
  readonly thread: number
  readonly idle: boolean
  readonly reads: Bits
  readonly writes: Bits
  /** Where its steps, or its starts, lead. */
  readonly next = new Set<LocalState>()
  /** Bytes that were read whenever it could step; undefined while it never could. */
  private needed: Bits | undefined
  /** By byte: the values with which it could step (of bytes it needs), and with which it could not. */
  private readonly stepped = new Map<number, Bits>()
  private readonly waited = new Map<number, Bits>()

  // What follows is concluded by `LocalGraph.settle`.
  shows: Bits
  waits: readonly Wait[] = []
  /** Every cycle of local states has one of these. */
  marked = false
  readonly futures = new Map<string, Future>()
  starting: Footprint | undefined

  /** @param bytes of the shared state  @param properties how many there are */
  constructor(thread: number, idle: boolean, bytes: number, properties: number) {
    this.thread = thread
    this.idle = idle
    this.reads = bitsFor(bytes)
    this.writes = bitsFor(bytes)
    this.shows = bitsFor(properties)
  }

  /** Takes note of an attempt to step. @param state the vector it was made on  @returns whether it told anything new */
  note(reads: Bits, writes: Bits, able: boolean, state: Uint8Array): boolean {
    const more = include(this.reads, reads)
    let grown = include(this.writes, writes) || more
    if (!able) {
      for (const byte of members(reads)) put(valuesAt(this.waited, byte), state[byte]!)
      return grown
    }
    if (this.needed === undefined) {
      this.needed = reads.slice()
      grown = true
    } else if (keepOnly(this.needed, reads)) grown = true
    for (const byte of members(this.needed)) {
      const values = valuesAt(this.stepped, byte)
      if (has(values, state[byte]!)) continue
      put(values, state[byte]!)
      grown = true
    }
    return grown
  }

  /** Concludes which values of which bytes keep it where it is. */
  settle(): void {
    const { needed } = this
    this.waits = [...this.waited].flatMap(([byte, waited]) => {
      if (needed !== undefined && !has(needed, byte)) return []
      const stepped = this.stepped.get(byte)
      const values = waited.map((word, i) => word & ~(stepped?.[i] ?? 0))
      return values.some(word => word !== 0) ? [{ byte, values }] : []
    })
    this.futures.clear()
    this.starting = undefined
    this.marked = false
  }

  /** A byte that keeps it where it is for as long as nobody writes it. @param unstable bytes that somebody may write */
  waitsFor(state: Uint8Array, unstable?: Bits): number | undefined {
    return this.waits.find(
      ({ byte, values }) => has(values, state[byte]!) && !(unstable !== undefined && has(unstable, byte)),
    )?.byte
  }
}

const valuesAt = (by: Map<number, Bits>, byte: number): Bits => {
  const known = by.get(byte)
  if (known !== undefined) return known
  const values = bitsFor(256)
  by.set(byte, values)
  return values
}
