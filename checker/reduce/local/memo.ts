/**
 * Caches the result of a function of the state by the bytes that it read and their values: with these values it comes
 * to the same, whatever the rest of the state.
 */
/** Results remembered by one memo; to forget some costs only time. */
const MOST = 1 << 16

interface Readings<T> {
  /** The bytes that were read; by a hash of their values, what came of it. */
  readonly bytes: readonly number[]
  readonly known: Map<number, { readonly values: Uint8Array; readonly result: T }[]>
}

export class Memo<T> {
  private readonly readings = new Map<string, Readings<T>>()
  private size = 0

  find(vector: Uint8Array): T | undefined {
    for (const { bytes, known } of this.readings.values()) {
      const found = known.get(hash(bytes, vector))
      if (found === undefined) continue
      for (const { values, result } of found) if (stand(bytes, values, vector)) return result
    }
    return undefined
  }

  /** @param bytes that were read  @param vector as it was when they were */
  add(bytes: readonly number[], vector: Uint8Array, result: T): void {
    if (this.size === MOST) return
    this.size += 1
    const key = bytes.join()
    let readings = this.readings.get(key)
    if (readings === undefined) {
      readings = { bytes, known: new Map() }
      this.readings.set(key, readings)
    }
    const { known } = readings
    const at = hash(bytes, vector)
    const values = Uint8Array.from(bytes, byte => vector[byte]!)
    const there = known.get(at)
    if (there === undefined) known.set(at, [{ values, result }])
    else there.push({ values, result })
  }
}

const hash = (bytes: readonly number[], vector: Uint8Array): number => {
  let sum = 0
  for (let i = 0; i < bytes.length; i++) sum = (Math.imul(sum, 31) + vector[bytes[i]!]!) | 0
  return sum
}

const stand = (bytes: readonly number[], values: Uint8Array, vector: Uint8Array): boolean => {
  for (let i = 0; i < bytes.length; i++) if (vector[bytes[i]!] !== values[i]) return false
  return true
}
