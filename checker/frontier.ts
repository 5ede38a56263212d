/**
 * States waiting to be expanded, first in, first out: records of a fixed number of words.
 */
const RECORDS = 1024

export class Frontier {
  private readonly chunks: Int32Array[] = []
  private readonly spare: Int32Array[] = []
  private head = 0
  private tail = 0
  private readonly stride: number
  private peak = 0

  /** @param stride words of a record */
  constructor(stride: number) {
    this.stride = stride
  }

  get length(): number {
    return this.tail - this.head
  }

  /** The most bytes it ever took. */
  get bytes(): number {
    return this.peak * RECORDS * this.stride * 4
  }

  /** Makes room for one record; it is to be written at the place this returns, in {@link last}. */
  push(): number {
    const at = this.tail++
    if (at % RECORDS === 0 && at / RECORDS === this.chunks.length + this.dropped) {
      this.chunks.push(this.spare.pop() ?? new Int32Array(RECORDS * this.stride))
      this.peak = Math.max(this.peak, this.chunks.length + this.spare.length)
    }
    this.last = this.chunks[this.chunks.length - 1]!
    return (at % RECORDS) * this.stride
  }

  /** Takes the first record; it is to be read at the place this returns, in {@link first}, before the next call. */
  shift(): number {
    const at = this.head++
    if (at % RECORDS === 0 && at > 0) {
      this.spare.push(this.chunks.shift()!)
      this.dropped += 1
    }
    this.first = this.chunks[0]!
    return (at % RECORDS) * this.stride
  }

  last: Int32Array = new Int32Array(0)
  first: Int32Array = new Int32Array(0)
  private dropped = 0
}
