/**
 * Says first that Ctrl-C came before the answer was whole: worlds that were not searched may break any promise.
 */
import { wasInterrupted } from '../../run/exit-codes.ts'
import type { Ended } from '../../run/search/job.ts'
import { count, counted } from '../../text/words.ts'

/** `interrupted, with 3 of 26 worlds not searched to their end: `; '' where nothing was. @param worlds the searches of each @param what they are */
export function interruptedWords(worlds: readonly (readonly Ended[])[], what = 'world'): string {
  const { length } = worlds.filter(outcomes => outcomes.some(wasInterrupted))
  return leftWords(length, counted(worlds.length, what), `searched to ${length === 1 ? 'its' : 'their'} end`)
}

/** `interrupted, with 3 of 26 mutants not judged: `; '' where none is left. @param all them all, in words */
export const leftWords = (left: number, all: string, judged: string): string =>
  left === 0 ? '' : `interrupted, with ${count(left)} of ${all} not ${judged}: `
