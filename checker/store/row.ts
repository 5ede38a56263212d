/** Numbers, as many as come. */
export class GrowingRow {
  length = 0
  private numbers: Int32Array | Uint8Array

  /** @param width bytes of a number: 4, or 1 where none is larger than 255 */
  constructor(width: 1 | 4 = 4) {
    this.numbers = width === 4 ? new Int32Array(1 << 12) : new Uint8Array(1 << 12)
  }

  get bytes(): number {
    return this.numbers.byteLength
  }

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const length = Math.floor(this.length * 1.5)
      const longer = this.numbers instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length)
      longer.set(this.numbers)
      this.numbers = longer
    }
    this.numbers[this.length++] = number
  }

  pop(): number {
    this.length -= 1
    return this.numbers[this.length]!
  }

  at(index: number): number {
    return this.numbers[index]!
  }
}
