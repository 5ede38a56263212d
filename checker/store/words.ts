/**
 * Rows of numbers for code that runs often.
 *
 * V8 keeps a row of up to 64 bytes among its objects, which it moves: compiled code looks up where such a row is at every
 * access. Where a longer one is does not change, and is a constant of the code.
 */

const SMALL = 64

/** Words, all 0. */
export const wordsOf = (length: number): Int32Array => new Int32Array(new ArrayBuffer(4 * length + SMALL), 0, length)

/** Words with what `value` gives for each index, from 0. */
export const wordsBy = (length: number, value: (index: number) => number): Int32Array => {
  const words = wordsOf(length)
  for (let i = 0; i < length; i++) words[i] = value(i)
  return words
}
