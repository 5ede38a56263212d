/**
 * Colours, which carry no meaning of their own: the text says everything without them.
 */
import { stripVTControlCharacters } from 'node:util'
import picocolors from 'picocolors'

export type Palette = ReturnType<typeof palette>

/** Colours for a terminal, or none. */
export function palette(coloured: boolean) {
  const colours = picocolors.createColors(coloured)
  return {
    bad: colours.red,
    good: colours.green,
    unsure: colours.yellow,
    strong: colours.bold,
    faint: colours.dim,
    /** By thread, from 0. */
    thread: (index: number, text: string) =>
      [colours.cyan, colours.magenta, colours.yellow, colours.blue][index % 4]!(text),
  }
}

/** Whether standard output takes colours: a terminal that is not dumb, unless NO_COLOR is set. */
export const takesColours = (): boolean =>
  process.stdout.isTTY === true && process.env.TERM !== 'dumb' && !process.env.NO_COLOR

/** Characters of a text without the signs that colour it: most texts have none. */
export const shownLength = (text: string): number =>
  text.includes(ESCAPE) ? stripVTControlCharacters(text).length : text.length
const ESCAPE = '\u001b'
