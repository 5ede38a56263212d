/**
 * A hash of fields of a state. Zeros do not count, so that two systems agree of which one has a field more.
 */

export type Shared = Readonly<Record<string, number | ArrayLike<number>>>

/** 52 bits. */
export function hashOf(shared: Shared, fields: readonly string[]): number {
  let [high, low] = [0, 0]
  const add = (at: number, value: number) => {
    if (value === 0) return
    const mixed = mix(at ^ Math.imul(value, 0x9e3779b9))
    high = (high + mixed) | 0
    low = (low + mix(mixed ^ 0x85ebca6b)) | 0
  }
  for (const name of fields) {
    const value = shared[name]!
    const at = numberOf(name)
    if (typeof value === 'number') add(at, value)
    else
      for (let index = 0; index < value.length; index++) add((at + Math.imul(index + 1, 0x27d4eb2f)) | 0, value[index]!)
  }
  return (high >>> 6) * 2 ** 26 + (low >>> 6)
}

const numbers = new Map<string, number>()

function numberOf(name: string): number {
  let number = numbers.get(name)
  if (number === undefined) {
    number = 0x811c9dc5
    for (const letter of name) number = Math.imul(number ^ letter.charCodeAt(0), 0x01000193)
    numbers.set(name, number)
  }
  return number
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
