/**
 * States packed to the bits their domains need, for the frontier.
 */

import { wordsOf } from './words.ts'

/** How to come to and from the packed form of a vector whose byte `i` has `domains[i]` values. */
interface Codec {
  /** Words of a packed state. */
  readonly words: number
  /** Packs `from[0 …]` into `to[at …]`. */
  readonly pack: (from: Int32Array, to: Int32Array, at: number) => void
  /** Flips the bits `change` of word `i` of the vector packed at `to[at …]`. */
  readonly patch: (i: number, change: number, to: Int32Array, at: number) => void
  /** Unpacks `from[at …]` into `to[0 …]`, and tells which words have changed. */
  readonly unpack: (from: Int32Array, at: number, to: Int32Array, changed: (i: number) => void) => void
}

interface PackedBits {
  readonly byte: number
  readonly width: number
  /** Packed word, and the bit of it where this byte begins. */
  readonly word: number
  readonly shift: number
}

export function codecOf(domains: readonly number[]): Codec {
  const widths = domains.map(domain => Math.ceil(Math.log2(domain)))
  const bits = Array.from({ length: domains.length / WORD }, (_, i) =>
    widths.slice(i * WORD, (i + 1) * WORD).reduce((sum, width) => sum + width, 0),
  )
  const { wordOf, words } = fit(bits)
  const filled = Array.from({ length: words }, () => 0)
  const places: PackedBits[] = widths.map((width, byte) => {
    const word = wordOf[byte >> 2]!
    const shift = filled[word]!
    filled[word] = shift + width
    return { byte, width, word, shift }
  })
  return { words, ...moving(places, words) }
}

/**
 * Packed words for the words of a vector, each of which is packed as a whole: the largest first, each where it first fits.
 *
 * @param bits of each word, at most 32
 */
function fit(bits: readonly number[]): { readonly wordOf: readonly number[]; readonly words: number } {
  const room: number[] = []
  const wordOf = bits.map(() => 0)
  const largestFirst = [...bits.keys()].sort((a, b) => bits[b]! - bits[a]! || a - b)
  for (const i of largestFirst) {
    const found = room.findIndex(left => left >= bits[i]!)
    const word = found < 0 ? room.length : found
    room[word] = (room[word] ?? 32) - bits[i]!
    wordOf[i] = word
  }
  return { wordOf, words: Math.max(1, room.length) }
}

/** By table: most worlds end before V8 has optimised code that is generated for them. */
function moving(places: readonly PackedBits[], packed: number): Omit<Codec, 'words'> {
  // Per word of the vector: where it is packed, and how far each of its bytes moves to the right and which bits it has there.
  const count = places.length / WORD
  const table = wordsOf(count * ENTRY)
  places.forEach(({ byte, width, word, shift }, i) => {
    const at = (i >> 2) * ENTRY
    if (byte % WORD === 0) {
      table[at] = word
      table[at + 1] = shift
    }
    const inner = shift - table[at + 1]!
    table[at + 2 + 2 * (byte & 3)] = 8 * (byte & 3) - inner
    table[at + 3 + 2 * (byte & 3)] = (2 ** width - 1) << inner
  })
  const patch = (i: number, change: number, to: Int32Array, at: number) => {
    const t = i * ENTRY
    const bits =
      (change & table[t + 3]!) |
      ((change >>> table[t + 4]!) & table[t + 5]!) |
      ((change >>> table[t + 6]!) & table[t + 7]!) |
      ((change >>> table[t + 8]!) & table[t + 9]!)
    to[at + table[t]!]! ^= bits << table[t + 1]!
  }
  return {
    patch,
    pack(from, to, at) {
      to.fill(0, at, at + packed)
      for (let i = 0; i < count; i++) patch(i, from[i]!, to, at)
    },
    unpack(from, at, to, changed) {
      for (let i = 0, t = 0; i < count; i++, t += ENTRY) {
        const bits = from[at + table[t]!]! >>> table[t + 1]!
        const word =
          (bits & table[t + 3]!) |
          ((bits & table[t + 5]!) << table[t + 4]!) |
          ((bits & table[t + 7]!) << table[t + 6]!) |
          ((bits & table[t + 9]!) << table[t + 8]!)
        if (to[i] === word) continue
        to[i] = word
        changed(i)
      }
    },
  }
}

/** Bytes of a word, and numbers that tell how one is packed. */
const WORD = 4
const ENTRY = 10
