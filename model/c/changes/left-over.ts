/**
 * Text of a function that stands in none of its statements.
 */

import type { CFile, CFunction } from '../parse/parse.ts'
import { oneLine } from '../text/one-line.ts'
import { CONDITIONAL, type Item } from './items.ts'
import { statementsOf } from './statements.ts'
import { tokensOf } from './tokens.ts'

/** By line: directives, branches that the configuration leaves out, and what else the grammar is not shown. */
export function leftOverIn(file: CFile, fn: CFunction): Item[] {
  const spans = statementsOf(file, fn)
  const lines = new Map<number, string[]>()
  const { text } = file.source
  for (const { text: word, at } of tokensOf(file, fn.node.startIndex, fn.node.endIndex)) {
    if (STRUCTURE.has(word) || spans.some(({ start, end }) => start <= at && at < end)) continue
    const line = text.slice(0, at).split('\n').length
    lines.set(line, [...(lines.get(line) ?? []), word])
  }
  // A word of structure on such a line is part of it, as in a branch that is not compiled.
  return [...lines].map(([line, words]) => {
    const whole = (text.split('\n')[line - 1] ?? '').replace(/\s+/g, ' ').trim()
    const isConditional = CONDITIONAL.test(whole)
    const name = `"${oneLine(isConditional ? whole : words.join(' '), 40)}" in ${fn.name}()`
    return { line, kind: 'directive', name, text: whole, ...(isConditional && { isConditional }) }
  })
}

/** Brackets, and the words that contexts of statements stand for. */
const STRUCTURE = new Set('{ } ( ) ; : ! if else while for do switch'.split(' '))
