/**
 * Predecessor links, two bytes per state: how many new successors each state had, and which successor of its parent it is.
 *
 * States are numbered as they are found, and expanded in that order: so parents come in order too, and counting suffices.
 */

import { InternalError } from '../declare/errors.ts'
import type { Kept } from './batch.ts'
import type { Reading, Writing } from './checkpoint-file.ts'
import type { Choices, Predecessors } from './choices.ts'

const CHUNK_BITS = 16
const CHUNK = 1 << CHUNK_BITS
/** A sum is kept for every so many states. */
const STRIDE = 4096

export class PredecessorLinks implements Predecessors {
  private readonly ordinals: Uint16Array[] | Uint8Array[]
  private readonly childCounts: Uint16Array[] | Uint8Array[]
  private readonly wide: boolean
  /** Number of states before the children of state `STRIDE * i`. */
  private readonly sums: number[] = []
  private states = 0
  private expanded = 0
  private before: number

  /** @param roots initial states, numbered from 0  @param fanout successors of a state, at most */
  constructor(roots: number, fanout: number) {
    this.wide = fanout > 255
    this.ordinals = []
    this.childCounts = []
    this.before = roots
    this.append(this.ordinals, 0, new Int32Array(roots), roots)
    this.states = roots
  }

  /** The next states in order have been expanded; their new successors get the next numbers. */
  add({ parents, children, added, ordinals }: Kept): void {
    this.append(this.ordinals, this.states, ordinals, added)
    this.append(this.childCounts, this.expanded, children, parents)
    this.states += added
    for (let i = 0; i < parents; i++) {
      if ((this.expanded + i) % STRIDE === 0) this.sums.push(this.before)
      this.before += children[i]!
    }
    this.expanded += parents
  }

  /** States that have a number. */
  get size(): number {
    return this.states
  }

  save(out: Writing): void {
    out.row(Float64Array.of(this.states, this.expanded, this.before, this.sums.length))
    out.row(Float64Array.from(this.sums))
    for (const chunk of [...this.ordinals, ...this.childCounts]) out.row(chunk)
  }

  restore(from: Reading): void {
    const [states, expanded, before, sums] = from.row(new Float64Array(4))
    this.states = states!
    this.expanded = expanded!
    this.before = before!
    this.sums.splice(0, this.sums.length, ...from.row(new Float64Array(sums!)))
    for (const [chunks, length] of [[this.ordinals, states!] as const, [this.childCounts, expanded!] as const])
      for (let at = 0; at < length; at += CHUNK) from.row(this.chunk(chunks, at))
  }

  get bytes(): number {
    return (this.ordinals.length + this.childCounts.length) * CHUNK * (this.wide ? 2 : 1)
  }

  /** The initial state from which a state was reached, and which successor to take at each step from there. */
  choicesTo(state: number): Choices {
    const ordinals: number[] = []
    let at = state
    for (let parent = this.parent(at); parent !== undefined; parent = this.parent(at)) {
      ordinals.push(this.ordinals[at >>> CHUNK_BITS]![at & (CHUNK - 1)]!)
      at = parent
    }
    return { root: at, ordinals: ordinals.reverse() }
  }

  private parent(state: number): number | undefined {
    if (state < (this.sums[0] ?? Number.POSITIVE_INFINITY)) return undefined
    let low = 0
    let high = this.sums.length
    while (high - low > 1) {
      const middle = (low + high) >>> 1
      if (this.sums[middle]! <= state) low = middle
      else high = middle
    }
    let first = this.sums[low]!
    for (let at = low * STRIDE; at < this.expanded; at++) {
      first += this.childCounts[at >>> CHUNK_BITS]![at & (CHUNK - 1)]!
      if (first > state) return at
    }
    throw new InternalError(`state ${state} has no parent`)
  }

  /** Writes the first `count` numbers from index `at` on. */
  private append(chunks: (Uint8Array | Uint16Array)[], at: number, numbers: Int32Array, count: number): void {
    for (let done = 0; done < count; ) {
      const from = (at + done) & (CHUNK - 1)
      const some = Math.min(count - done, CHUNK - from)
      this.chunk(chunks, at + done).set(numbers.subarray(done, done + some), from)
      done += some
    }
  }

  private chunk(chunks: (Uint8Array | Uint16Array)[], at: number): Uint8Array | Uint16Array {
    const index = at >>> CHUNK_BITS
    if (index === chunks.length) chunks.push(this.wide ? new Uint16Array(CHUNK) : new Uint8Array(CHUNK))
    return chunks[index]!
  }
}
