/**
 * How the manifest's files are written down: what holds is left out, where it is everything else.
 */
import type { Entry } from './entry.ts'

/** An entry in the file of its design. */
export interface Recorded extends Omit<Entry, 'design' | 'holds'> {
  /** Only if it is not all of the file's promises that are neither violated nor vacuous here. */
  readonly holds?: readonly string[]
}

/** @param promises the promises that were judged in the worlds of the file, sorted */
export const entriesOf = (design: string, promises: readonly string[], recorded: readonly Recorded[]): Entry[] =>
  recorded.map(entry => ({ ...entry, design, holds: entry.holds ?? othersThan(promises, entry) }))

/** Those of the promises that are neither violated nor vacuous. */
export const othersThan = (
  promises: readonly string[],
  { violated, vacuous }: Pick<Entry, 'violated' | 'vacuous'>,
): string[] => promises.filter(promise => !(promise in violated) && !vacuous.includes(promise))
