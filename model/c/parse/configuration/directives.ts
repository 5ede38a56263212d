/**
 * The directives of conditional compilation.
 */
import type { Span } from '../../text/source.ts'

/** Of several lines where a backslash ends all but the last. */
interface Directive extends Span {
  readonly word: 'ifdef' | 'ifndef' | 'if' | 'elif' | 'else' | 'endif'
  /** What stands behind the word, in one line. */
  readonly rest: string
}

/** Those of some lines of a text, in their order. */
export function directivesIn(lines: readonly string[], span: Span): Directive[] {
  const found: Directive[] = []
  for (let line = span.start; line <= span.end; line++) {
    const [, word, first] = DIRECTIVE.exec(lines[line - 1]!) ?? []
    if (word === undefined) continue
    const start = line
    let rest = first!
    while (rest.endsWith('\\') && line < span.end) rest = rest.slice(0, -1) + lines[line++]!
    found.push({ word: word as Directive['word'], rest, start, end: line })
  }
  return found
}

const DIRECTIVE = /^\s*#\s*(ifdef|ifndef|if|elif|else|endif)\b(.*)$/
