/**
 * A message as lines, with the marks of quotation split off.
 */
import { InputError } from '../../../checker/declare.ts'
import { cut } from './plain.ts'

export interface Line {
  /** How many marks of quotation stood before it. */
  readonly depth: number
  readonly text: string
  /** Line in the message, from 1. */
  readonly at: number
}

export const linesOf = (text: string): Line[] => text.replace(/\n$/, '').split('\n').map(unquoted)

function unquoted(line: string, index: number): Line {
  const marks = /^>(?: ?>)* ?/.exec(line)?.[0] ?? ''
  return { depth: marks.replaceAll(' ', '').length, text: line.slice(marks.length), at: index + 1 }
}

/** @param advice what to do; by default to get the message again */
export const damaged = (
  where: string,
  { at, text }: Pick<Line, 'at' | 'text'>,
  what: string,
  advice = AGAIN,
): InputError => new InputError(`${where}, line ${at}: "${cut(text, 60)}" ${what}\n${advice}`)

const AGAIN = 'fetch the message again, in its raw form'
