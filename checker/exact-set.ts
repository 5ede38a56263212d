/**
 * States told apart by all their words, and numbered as they are added. For passes that need to know a state again.
 */

/** States of a chunk; a power of two. */
const CHUNK = 1 << 14

export class ExactSet {
  private readonly width: number
  private readonly chunks: Int32Array[] = []
  /** Open addressing: 0, or 1 + the number of a state. */
  private slots = new Int32Array(1 << 12)
  size = 0

  /** @param width words of a state */
  constructor(width: number) {
    this.width = width
  }

  /** The number of the state that stands in the first words of `words`: a known one, or the next. */
  add(words: Int32Array): number {
    if (this.size * 2 >= this.slots.length) this.grow()
    const mask = this.slots.length - 1
    for (let slot = this.hash(words, 0) & mask; ; slot = (slot + 1) & mask) {
      const state = this.slots[slot]! - 1
      if (state < 0) {
        this.slots[slot] = 1 + this.size
        return this.append(words)
      }
      if (this.equals(state, words)) return state
    }
  }

  /** Copies a state into the first words of `words`. */
  load(state: number, words: Int32Array): void {
    const chunk = this.chunks[Math.floor(state / CHUNK)]!
    const from = (state % CHUNK) * this.width
    for (let i = 0; i < this.width; i++) words[i] = chunk[from + i]!
  }

  /** One word of a state. */
  word(state: number, index: number): number {
    return this.chunks[Math.floor(state / CHUNK)]![(state % CHUNK) * this.width + index]!
  }

  private append(words: Int32Array): number {
    const state = this.size++
    if (state % CHUNK === 0) this.chunks.push(new Int32Array(CHUNK * this.width))
    const chunk = this.chunks.at(-1)!
    const to = (state % CHUNK) * this.width
    for (let i = 0; i < this.width; i++) chunk[to + i] = words[i]!
    return state
  }

  private equals(state: number, words: Int32Array): boolean {
    const chunk = this.chunks[Math.floor(state / CHUNK)]!
    const from = (state % CHUNK) * this.width
    for (let i = 0; i < this.width; i++) if (chunk[from + i] !== words[i]) return false
    return true
  }

  private hash(words: Int32Array, from: number): number {
    let hash = 0
    for (let i = 0; i < this.width; i++) {
      hash = Math.imul(hash ^ words[from + i]!, 0x9e3779b1)
      hash ^= hash >>> 15
    }
    return hash
  }

  private grow(): void {
    this.slots = new Int32Array(this.slots.length * 4)
    const mask = this.slots.length - 1
    for (let state = 0; state < this.size; state++) {
      let slot = this.hash(this.chunks[Math.floor(state / CHUNK)]!, (state % CHUNK) * this.width) & mask
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask
      this.slots[slot] = 1 + state
    }
  }
}
