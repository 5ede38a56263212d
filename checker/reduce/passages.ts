/**
 * Where states lead that were passed a while ago, so that they need not be passed again. Forgets where it is short of room.
 */

interface Passage {
  /** How threads had changed places when it was passed, since the state that was expanded. */
  readonly renaming: number
  /** Where what it leads to begins and ends, in the row of what that state leads to. */
  readonly first: number
  readonly last: number
  /** Something ends on the way. */
  readonly ends: boolean
}

const SIZE = 1 << 16
/** Fingerprint, first, last, and 1 + twice the renaming + whether something ends; 0 where nothing is remembered. */
const WIDTH = 5

export class Passages {
  private readonly slots = new Int32Array(SIZE * WIDTH)

  get bytes(): number {
    return this.slots.byteLength
  }

  find(h1: number, h2: number): Passage | undefined {
    const { slots } = this
    const at = (h1 & (SIZE - 1)) * WIDTH
    const told = slots[at + 4]!
    if (told === 0 || slots[at] !== h1 || slots[at + 1] !== h2) return undefined
    return { renaming: (told - 1) >> 1, first: slots[at + 2]!, last: slots[at + 3]!, ends: ((told - 1) & 1) === 1 }
  }

  add(h1: number, h2: number, { renaming, first, last, ends }: Passage): void {
    const at = (h1 & (SIZE - 1)) * WIDTH
    this.slots.set([h1, h2, first, last, 1 + 2 * renaming + (ends ? 1 : 0)], at)
  }
}
