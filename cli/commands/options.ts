/**
 * Options that several commands share.
 */
import type { Command } from 'commander'
import { InputError } from '../../checker/declare.ts'
import { nearest } from '../names/nearest.ts'
import type { Reports } from '../reports/formats/reports.ts'
import { type Format, formatsOf } from '../reports/renderers.ts'
import { wholeNumber } from './numbers.ts'

export const LEAST_WIDTH = 40

export interface Rendering {
  readonly format: Format
  readonly width?: number
}

/** `--format` and `--width`. @param kind of what the command reports */
export const addRendering = (command: Command, kind: keyof Reports): Command =>
  command
    .option(
      '--format <format>',
      `how to print the result: ${formatsOf(kind).join(', ')}`,
      oneOf('--format', formatsOf(kind)),
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
