/**
 * C text as far as it is known.
 */
import type { Configuration } from './configuration.ts'

/** The text of one file, with the line numbers of the file. */
export interface Source {
  /** Path in the tree. */
  readonly file: string
  /** Lines that are not known, or belong to a function shown in part, are blank. */
  readonly text: string
  /** The known parts; 'all' for a whole file. Lines from 1, in order. */
  readonly shown: 'all' | readonly Span[]
  /** Functions of which a patch shows only a part. */
  readonly parts: readonly PartialFunction[]
  /** Lines the patch added, and the line behind each removed one. Lines from 1. */
  readonly changed: ReadonlySet<number>
  /** Line of the file to line of the message that shows it, both from 1; empty for a whole file. */
  readonly message: ReadonlyMap<number, number>
  /** What is said of the configuration in which the text is read. */
  readonly configuration?: Configuration
  /** What headers define of the names in it. */
  readonly beyond?: readonly Definition[]
}

/** A struct, an enum or a macro that defines a name, as C on one line. */
export interface Definition {
  readonly name: string
  readonly text: string
}

/** First and last line, from 1. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A function cut by the edge of a hunk. */
export interface PartialFunction extends Span {
  /** As the signature or the hunk's header spells it; '' when neither shows it. */
  readonly name: string
}

/** A whole file that no patch has changed. */
export const wholeFile = (file: string, text: string): Source => ({
  file,
  text,
  shown: 'all',
  parts: [],
  changed: new Set(),
  message: new Map(),
})

/** The name a signature or a hunk's header declares: the identifier before the first parenthesis; '' if none. */
export const declaredName = (signature: string): string => /([A-Za-z_]\w*)\s*\(/.exec(signature)?.[1] ?? ''

/** A line at the left margin that begins a macro, a type or data: what stands below it is in no function. */
export const isDeclaration = (line: string): boolean =>
  /^#|=\s*\{?\s*$|^(typedef|(static\s+|const\s+)*(struct|union|enum)\s+\w+\s*\{)/.test(line)
