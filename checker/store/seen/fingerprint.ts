/**
 * Fingerprints: 64 bits in two words, each the sum over the words of a state of that word mixed with its position.
 *
 * A sum, so that the fingerprint of a successor is that of its parent, less what the changed words gave, plus what they
 * give now. Mixing is murmur-like: for two states that differ, the chance of equal fingerprints is that of two draws.
 */

/** Position constants of word `i`: `spread(i)` for the common part, `twist(i)` for the second lane. */
export const spread = (i: number): number => scramble(Math.imul(i + 1, 0x9e3779b1))
export const twist = (i: number): number => scramble(Math.imul(i + 1, 0x85ebca77) ^ 0x5bd1e995)

const scramble = (x: number): number => {
  let y = x
  y = Math.imul(y ^ (y >>> 16), 0x7feb352d)
  y = Math.imul(y ^ (y >>> 15), 0x846ca68b)
  return y ^ (y >>> 16)
}

/** The part of the hash that both lanes share, from a word and its `spread`. */
export const common = (word: number, position: number): number => {
  let x = word ^ position
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  return x ^ (x >>> 13)
}

/** First lane, of what {@link common} gave. */
export const lane1 = (x: number): number => {
  const y = Math.imul(x, 0xc2b2ae35)
  return y ^ (y >>> 16)
}

/** Second lane, of what {@link common} gave and the word's `twist`. */
export const lane2 = (x: number, position: number): number => {
  let y = Math.imul(x ^ position, 0x27d4eb2f)
  y = Math.imul(y ^ (y >>> 15), 0x165667b1)
  return y ^ (y >>> 13)
}

/** Both lanes of whole states of so many words, one after the other. */
export function fingerprints(width: number): (words: Int32Array) => readonly [number, number] {
  const spreads = Int32Array.from({ length: width }, (_, i) => spread(i))
  const twists = Int32Array.from({ length: width }, (_, i) => twist(i))
  return words => {
    let h1 = 0
    let h2 = 0
    for (let i = 0; i < width; i++) {
      const mixed = common(words[i]!, spreads[i]!)
      h1 = (h1 + lane1(mixed)) | 0
      h2 = (h2 + lane2(mixed, twists[i]!)) | 0
    }
    return [h1, h2]
  }
}
