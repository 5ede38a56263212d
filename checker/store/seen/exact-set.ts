/**
 * The seen set of an exact search: whole states, packed, so that no two are ever taken for one.
 *
 * States lie one after the other; a table of their numbers finds them, and a byte of hash beside each number spares most
 * comparisons.
 */
import type { Reading, Writing } from '../checkpoint-file.ts'

/** States of a chunk; a power of two. */
const CHUNK_BITS = 12
const CHUNK = 1 << CHUNK_BITS
/** Slots in use before the table grows, of its size. */
const LOAD = 0.8
const GROWTH = 1.4
const FIRST_SIZE = 1 << 12

export class ExactSet {
  size = 0
  private readonly width: number
  private readonly chunks: Int32Array[] = []
  /** Open addressing: 0, or 1 + the number of a state. */
  private slots = new Uint32Array(FIRST_SIZE)
  private tags = new Uint8Array(FIRST_SIZE)

  /** @param width words of a state */
  constructor(width: number) {
    this.width = width
  }

  get bytes(): number {
    return this.chunks.length * CHUNK * this.width * 4 + this.slots.length * 5
  }

  save(out: Writing): void {
    out.row(Float64Array.of(this.size, this.slots.length))
    for (const chunk of this.chunks) out.row(chunk)
    out.row(this.slots)
    out.row(this.tags)
  }

  restore(from: Reading): void {
    const [size, slots] = from.row(new Float64Array(2))
    this.size = size!
    for (let first = 0; first < size!; first += CHUNK) this.chunks.push(from.row(new Int32Array(CHUNK * this.width)))
    this.slots = from.row(new Uint32Array(slots!))
    this.tags = from.row(new Uint8Array(slots!))
  }

  /** Adds the state that stands in the first words of `words`. @returns whether it was not there before */
  add(words: Int32Array): boolean {
    const before = this.size
    return this.number(words) === before
  }

  /** The number of the state that stands in the first words of `words`: a known one, or the next. */
  number(words: Int32Array): number {
    if (this.size >= this.slots.length * LOAD) this.grow()
    const { slots, tags } = this
    const hash = this.hash(words, 0)
    const tag = hash & 0xff
    let slot = home(hash, slots.length)
    for (let state = slots[slot]!; state !== 0; state = slots[slot]!) {
      if (tags[slot] === tag && this.equals(state - 1, words)) return state - 1
      slot = slot + 1 === slots.length ? 0 : slot + 1
    }
    this.append(words)
    slots[slot] = this.size
    tags[slot] = tag
    return this.size - 1
  }

  private append(words: Int32Array): void {
    const state = this.size++
    if ((state & (CHUNK - 1)) === 0) this.chunks.push(new Int32Array(CHUNK * this.width))
    const chunk = this.chunks[this.chunks.length - 1]!
    const to = (state & (CHUNK - 1)) * this.width
    for (let i = 0; i < this.width; i++) chunk[to + i] = words[i]!
  }

  private equals(state: number, words: Int32Array): boolean {
    const chunk = this.chunks[state >>> CHUNK_BITS]!
    const from = (state & (CHUNK - 1)) * this.width
    for (let i = 0; i < this.width; i++) if (chunk[from + i] !== words[i]) return false
    return true
  }

  private hash(words: Int32Array, from: number): number {
    let hash = 0
    for (let i = 0; i < this.width; i++) {
      hash = Math.imul(hash ^ words[from + i]!, 0x9e3779b1)
      hash ^= hash >>> 15
    }
    hash = Math.imul(hash, 0x85ebca6b)
    return hash ^ (hash >>> 13)
  }

  private grow(): void {
    const length = Math.floor(this.slots.length * GROWTH)
    const slots = new Uint32Array(length)
    const tags = new Uint8Array(length)
    for (let state = 0; state < this.size; state++) {
      const hash = this.hash(this.chunks[state >>> CHUNK_BITS]!, (state & (CHUNK - 1)) * this.width)
      let slot = home(hash, length)
      while (slots[slot] !== 0) slot = slot + 1 === length ? 0 : slot + 1
      slots[slot] = 1 + state
      tags[slot] = hash & 0xff
    }
    this.slots = slots
    this.tags = tags
  }
}

const PER_SLOT = 2 ** -32

/** Scaled, not masked, so that a table may have any length. */
const home = (hash: number, length: number): number => Math.floor((hash >>> 0) * PER_SLOT * length)
