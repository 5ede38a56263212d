/** Sets of small numbers, a bit each. Sets that meet have one length. */
export type Bits = Int32Array

/** An empty set of numbers below `n`. */
export const bitsFor = (n: number): Bits => new Int32Array((n + 31) >> 5)

export const has = (set: Bits, number: number): boolean => ((set[number >> 5]! >>> (number & 31)) & 1) === 1

export const put = (set: Bits, number: number): void => {
  set[number >> 5]! |= 1 << (number & 31)
}

/** Adds what `from` has. @returns whether any of it was new */
export const include = (to: Bits, from: Bits): boolean => {
  let grown = 0
  for (let i = 0; i < from.length; i++) {
    grown |= from[i]! & ~to[i]!
    to[i]! |= from[i]!
  }
  return grown !== 0
}

export const meet = (a: Bits, b: Bits): boolean => {
  for (let i = 0; i < a.length; i++) if ((a[i]! & b[i]!) !== 0) return true
  return false
}

/** The intersection of two sets. */
export const common = (a: Bits, b: Bits): Bits => a.map((word, i) => word & b[i]!)

/** The numbers in it, in order. */
export function members(set: Bits): number[] {
  const found: number[] = []
  set.forEach((word, i) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) found.push(32 * i + 31 - Math.clz32(rest & -rest))
  })
  return found
}
