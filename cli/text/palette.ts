/**
 * Colours, which carry no meaning of their own: the text says everything without them.
 */
import { stripVTControlCharacters } from 'node:util'
import picocolors from 'picocolors'

type Paint = (text: string) => string

export interface Palette {
  readonly bad: Paint
  readonly good: Paint
  readonly unsure: Paint
  readonly strong: Paint
  readonly faint: Paint
  /** By thread, from 0. */
  readonly thread: (index: number, text: string) => string
}

/** Colours for a terminal, or none. */
export function palette(coloured: boolean): Palette {
  const colours = picocolors.createColors(coloured)
  return {
    bad: colours.red,
    good: colours.green,
    unsure: colours.yellow,
    strong: colours.bold,
    faint: colours.dim,
    thread: (index, text) => [colours.cyan, colours.magenta, colours.yellow, colours.blue][index % 4]!(text),
  }
}

/** Whether standard output takes colours: a terminal that is not dumb, unless NO_COLOR is set. */
export const takesColours = (): boolean =>
  process.stdout.isTTY === true && process.env.TERM !== 'dumb' && !process.env.NO_COLOR

/** Characters of a text without the signs that colour it: most texts have none. */
export const shownLength = (text: string): number =>
  text.includes(ESCAPE) ? stripVTControlCharacters(text).length : text.length
const ESCAPE = '\u001b'
