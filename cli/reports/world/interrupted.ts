/**
 * Ctrl-C came before the answer was whole: said before all else, for what was not searched may break anything.
 */
import { wasInterrupted } from '../../run/exit-codes.ts'
import type { Ended } from '../../run/search/job.ts'
import { count, counted } from '../../text/words.ts'

/** `interrupted, with 3 of 26 worlds not searched to their end: `; '' where nothing was. @param worlds the searches of each */
export function interruptedWords(worlds: readonly (readonly Ended[])[]): string {
  const { length } = worlds.filter(outcomes => outcomes.some(wasInterrupted))
  if (length === 0) return ''
  const whose = length === 1 ? 'its' : 'their'
  return `interrupted, with ${count(length)} of ${counted(worlds.length, 'world')} not searched to ${whose} end: `
}
