/**
 * C in one line, as messages quote it.
 */

/** Blanks as one; text that is longer ends behind a whole word, and with dots. @param most characters */
export function oneLine(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const cut = line.slice(0, most - DOTS.length)
  const words = /\w/.test(line[cut.length]!) ? cut.replace(/\w+$/, '') : cut
  return `${(words.trim() || cut).trimEnd()}${DOTS}`
}

const DOTS = ' ...'
