/**
 * Text in lines of a given width. Text may be coloured.
 */
import { shownLength } from './palette.ts'

/** Lines of at most `width` characters, broken at spaces; a longer word stands alone on its line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line === '') line = word
    else if (shownLength(line) + 1 + shownLength(word) <= width) line += ` ${word}`
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

/** A paragraph: the first line after `first`, the others after as many spaces. */
export function paragraph(first: string, text: string, width: number): string[] {
  return wrap(text, width - first.length).map((line, index) => (index === 0 ? first : ' '.repeat(first.length)) + line)
}

/** Phrases joined by commas, never broken inside a phrase unless one is wider than a line. */
export function wrapPhrases(phrases: readonly string[], width: number): string[] {
  const lines: string[] = []
  let line = ''
  phrases.forEach((phrase, index) => {
    const piece = index + 1 < phrases.length ? `${phrase},` : phrase
    if (line === '') line = piece
    else if (shownLength(line) + 1 + shownLength(piece) <= width) line += ` ${piece}`
    else {
      lines.push(line)
      line = piece
    }
  })
  if (line !== '') lines.push(line)
  return lines.flatMap(long => wrap(long, width))
}
