/**
 * Options that several commands share.
 */
import type { Command } from 'commander'
import { InputError } from '../../checker/declare.ts'
import { nearest } from '../names/nearest.ts'
import type { Page } from '../reports/trace/telling.ts'
import { palette, takesColours } from '../text/palette.ts'
import { wholeNumber } from './numbers.ts'

/** Lines are this wide when nobody says otherwise and standard output is no terminal. */
const PIPED_WIDTH = 100
const LEAST_WIDTH = 40

type Format = 'text' | 'json' | 'mail'
const formats: readonly Format[] = ['text', 'json']

export interface Rendering {
  readonly format: Format
  readonly width?: number
}

/** `--format` and `--width`. @param more formats than text and json */
export const addRendering = (command: Command, more: readonly Format[] = []): Command =>
  command
    .option(
      '--format <format>',
      `how to print the result: ${[...formats, ...more].join(', ')}`,
      oneOf('--format', [...formats, ...more]),
      'text',
    )
    .option(
      '--width <columns>',
      'characters of a line (default: the terminal, or 100)',
      wholeNumber('--width', LEAST_WIDTH),
    )

/** Parses one of a few words. @param what the option or argument, for the message */
export const oneOf =
  <T extends string>(what: string, words: readonly T[]) =>
  (text: string): T => {
    const word = words.find(candidate => candidate === text)
    if (word !== undefined) return word
    const near = nearest(text, words)
    const hint = near === undefined ? '' : `; did you mean ${near}?`
    throw new InputError(`${what} cannot be "${text}"${hint}\ngive one of ${words.join(', ')}`)
  }

/** Gathers the values of an option that may be given again, or with commas. */
export const collect = (text: string, before: readonly string[] = []): string[] => [...before, ...text.split(',')]

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
