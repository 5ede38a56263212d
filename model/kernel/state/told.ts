/**
 * Words about a place in the C, by a number that fits a signal: the words are asked for where the signal was raised.
 */

/** A signal is one byte, and 0 says that nothing was raised: the newest 255 words are known. */
const KNOWN = 255
const known: string[] = []
let newest = -1

/** The number of words, from 0. */
export function numberOf(words: string): number {
  const found = known.indexOf(words)
  if (found >= 0) return found
  newest = (newest + 1) % KNOWN
  known[newest] = words
  return newest
}

export const wordsOf = (number: number): string => known[number]!

/** Values of a signal that carries 1 + the number of words. */
export const TOLD = 1 + KNOWN
