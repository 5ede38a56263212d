/**
 * How cells of a picture are made.
 */
import type { PictureCell, Tone } from './picture.ts'

export const EMPTY: PictureCell = { text: '-', tone: 'empty' }

export const filled = (text: string, tone: Tone = 'plain'): PictureCell => ({ text, tone })

/** Text, or an empty cell where there is none. */
export const cellOf = (text: string | undefined, tone: Tone = 'plain'): PictureCell =>
  text === undefined || text === '' ? EMPTY : filled(text, tone)

/** The threads of a mask, as `CPU0, CPU2`; nothing for none. */
export const cpus = (mask: number): string | undefined => {
  const threads = Array.from({ length: 8 }, (_, thread) => thread).filter(thread => (mask >> thread) & 1)
  return threads.length === 0 ? undefined : threads.map(thread => `CPU${thread}`).join(', ')
}

export const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index)
