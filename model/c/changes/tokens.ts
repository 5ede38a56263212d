/**
 * C text as tokens: what is left of it without layout and comments.
 */
import type { CFile } from '../parse/parse.ts'

export interface Token {
  readonly text: string
  /** Offset in the file. */
  readonly at: number
  /** The name of a field or the tag of a struct: it means the same whatever locals are called. */
  readonly isMember: boolean
}

/** Tokens of the text as written: what the grammar is not shown, such as attributes and names of loops, is among them. */
export function tokensOf({ source }: Pick<CFile, 'source'>, start: number, end: number): Token[] {
  const found: Token[] = []
  for (const { 0: text, index } of source.text.slice(start, end).matchAll(token)) {
    if (text.startsWith('/*') || text.startsWith('//')) continue
    const before = found.at(-1)?.text
    found.push({ text, at: start + index, isMember: before !== undefined && MEMBERS.has(before) })
  }
  return found
}

export const wordsOf = (tokens: readonly Token[]): string => tokens.map(({ text }) => text).join(' ')

const MEMBERS = new Set(['.', '->', 'struct', 'union', 'enum'])

export const isName = (text: string): boolean => /^[A-Za-z_]/.test(text)

const token =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[A-Za-z_]\w*|\.?\d[\w.]*|->|\+\+|--|<<=?|>>=?|[-+*/%&|^=!<>]=|&&|\|\||\S/g
