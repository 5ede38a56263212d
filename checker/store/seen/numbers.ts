/**
 * Fingerprints numbered as they are added, for passes that must know a state again.
 */
const LOAD = 0.7
const FIRST_SIZE = 1 << 12

export class Numbers {
  size = 0
  /** Two words of fingerprint, then 0, or 1 + the number. */
  private slots = new Int32Array(3 * FIRST_SIZE)
  private length = FIRST_SIZE

  get bytes(): number {
    return this.slots.byteLength
  }

  /** The number of a fingerprint: a known one, or the next. */
  add(h1: number, h2: number): number {
    if (this.size >= this.length * LOAD) this.grow()
    const { slots } = this
    const at = find(slots, this.length, h1, h2)
    if (slots[at + 2] !== 0) return slots[at + 2]! - 1
    slots[at] = h1
    slots[at + 1] = h2
    this.size += 1
    slots[at + 2] = this.size
    return this.size - 1
  }

  /** The number of a fingerprint, if it has one. */
  find(h1: number, h2: number): number | undefined {
    const number = this.slots[find(this.slots, this.length, h1, h2) + 2]!
    return number === 0 ? undefined : number - 1
  }

  private grow(): void {
    const length = 2 * this.length
    const slots = new Int32Array(3 * length)
    for (let from = 0; from < this.slots.length; from += 3) {
      if (this.slots[from + 2] === 0) continue
      const at = find(slots, length, this.slots[from]!, this.slots[from + 1]!)
      slots[at] = this.slots[from]!
      slots[at + 1] = this.slots[from + 1]!
      slots[at + 2] = this.slots[from + 2]!
    }
    this.slots = slots
    this.length = length
  }
}

/** Index of the slot that has the fingerprint, or of the free one where it belongs. `length` is a power of two. */
const find = (slots: Int32Array, length: number, h1: number, h2: number): number => {
  const mask = length - 1
  for (let slot = h1 & mask; ; slot = (slot + 1) & mask) {
    const at = 3 * slot
    if (slots[at + 2] === 0 || (slots[at] === h1 && slots[at + 1] === h2)) return at
  }
}
