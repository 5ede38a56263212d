/**
 * States packed to the bits their domains need, for the frontier: generated for one placement.
 */

import { wordsBy } from './rows.ts'

/** Text and size of the packed form of a vector whose byte `i` has `domains[i]` values. */
export interface Codec {
  /** Words of a packed state. */
  readonly words: number
  /** Packs `from[0 …]` into `to[at …]`. */
  readonly pack: (from: Int32Array, to: Int32Array, at: number) => void
  /** Flips the bits `change` of word `i` of the vector packed at `to[at …]`. */
  readonly patch: (i: number, change: number, to: Int32Array, at: number) => void
  /** Unpacks `from[at …]` into `to[0 …]`. */
  readonly unpack: (from: Int32Array, at: number, to: Int32Array) => void
}

interface Bits {
  readonly byte: number
  readonly width: number
  /** Packed word, and the bit of it where this byte begins. */
  readonly word: number
  readonly shift: number
}

export function codecOf(domains: readonly number[]): Codec {
  const places: Bits[] = []
  let word = 0
  let shift = 0
  domains.forEach((domain, byte) => {
    const width = Math.ceil(Math.log2(domain))
    if (width === 0) return
    if (shift + width > 32) {
      word += 1
      shift = 0
    }
    places.push({ byte, width, word, shift })
    shift += width
  })
  const words = word + 1
  const into = Array.from({ length: words }, (_, index) => {
    const parts = places.filter(place => place.word === index).map(place => moved(`from[${place.byte >> 2}]`, place))
    return `to[at + ${index}] = ${parts.join(' | ') || '0'};`
  })
  const back = Array.from({ length: domains.length / 4 }, (_, index) => {
    const parts = places
      .filter(({ byte }) => byte >> 2 === index)
      .map(
        ({ byte, width, word, shift }) =>
          `((from[at + ${word}] >>> ${shift} & ${2 ** width - 1}) << ${8 * (byte & 3)})`,
      )
    return `to[${index}] = ${parts.join(' | ') || '0'};`
  })
  const { pack, unpack } = new Function(
    `'use strict'; return {
pack(from, to, at) { ${into.join('\n')} },
unpack(from, at, to) { ${back.join('\n')} } }`,
  )() as Pick<Codec, 'pack' | 'unpack'>
  return { words, pack, patch: patching(places, domains.length / 4), unpack }
}

/** By table: generated code would be compiled anew for each word that changes for the first time. */
function patching(places: readonly Bits[], words: number): Codec['patch'] {
  const sorted = [...places].sort((a, b) => a.byte - b.byte)
  const ends = wordsBy(words, i => sorted.filter(({ byte }) => byte >> 2 <= i).length)
  const from = wordsBy(sorted.length, p => 8 * (sorted[p]!.byte & 3))
  const masks = wordsBy(sorted.length, p => 2 ** sorted[p]!.width - 1)
  const shifts = wordsBy(sorted.length, p => sorted[p]!.shift)
  const into = wordsBy(sorted.length, p => sorted[p]!.word)
  return (i, change, to, at) => {
    for (let p = i === 0 ? 0 : ends[i - 1]!; p < ends[i]!; p++)
      to[at + into[p]!]! ^= ((change >>> from[p]!) & masks[p]!) << shifts[p]!
  }
}

const moved = (source: string, { byte, width, shift }: Bits) =>
  `((${source} >>> ${8 * (byte & 3)} & ${2 ** width - 1}) << ${shift})`
