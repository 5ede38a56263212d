/**
 * Hashes of the statements of a function, by which code is known that is not to be had: another text can be set beside it,
 * statement by statement.
 */
import { createHash } from 'node:crypto'
import type { CFile, CFunction } from '../parse/parse.ts'
import { textOf } from './alike.ts'
import { localNamesOf } from './renames.ts'
import { type Statement, statementsOf } from './statements.ts'

/** A function known by hashes. */
export interface Printed {
  /** The same for all names that locals may have. */
  readonly alike: string
  /** Of each statement: its kind, a hash of its text and where it stands, and one of its text alone. */
  readonly statements: readonly string[]
}

export function printsOf(file: CFile, fn: CFunction): Printed {
  const statements = statementsOf(file, fn)
  const names = localNamesOf(fn.node)
  const numbered = (text: string) => (names.includes(text) ? `$${names.indexOf(text)}` : text)
  return {
    alike: hashed(statements.map(one => `${one.kind} ${one.context} ${textOf(one.tokens, numbered)}`).join('\n'), 16),
    statements: statements.map(printOf),
  }
}

export const printOf = ({ kind, context, tokens }: Statement): string => {
  const text = textOf(tokens)
  return `${kind} ${hashed(`${context} ${text}`)} ${hashed(text)}`
}

export const hashed = (text: string, digits = 8): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits)
