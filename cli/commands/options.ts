/**
 * Options that several commands share.
 */
import { type Command, Option } from 'commander'
import { wholeNumber } from '../numbers.ts'
import { palette, takesColours } from '../reports/palette.ts'
import type { Page } from '../reports/telling.ts'

/** Lines are this wide when nobody says otherwise and standard output is no terminal. */
const PIPED_WIDTH = 100
const LEAST_WIDTH = 40

export interface Rendering {
  readonly format: 'text' | 'json'
  readonly width?: number
}

/** `--format` and `--width`. */
export const addRendering = (command: Command): Command =>
  command
    .addOption(new Option('--format <format>', 'how to print the result').choices(['text', 'json']).default('text'))
    .option('--width <columns>', 'characters of a line (default: the terminal, or 100)', wholeNumber(LEAST_WIDTH))

/** The page that text is laid out on. */
export const pageOf = ({ width }: Rendering, locals = false): Page => ({
  width: width ?? Math.max(LEAST_WIDTH, process.stdout.columns ?? PIPED_WIDTH),
  palette: palette(takesColours()),
  locals,
})

export const print = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`)
}

/** One value, keys in the order they were written, so that the same result is the same bytes. */
export const printJson = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`)
}
