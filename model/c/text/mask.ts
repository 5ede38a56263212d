/**
 * C text with comments, strings and character literals blanked, every other character where it was; and cut at commas.
 */

const hidden = /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g

/** Newlines stay, so lines and columns do too. */
export const masked = (text: string): string => text.replace(hidden, blanked)

/** Index of a comment that nothing ends. */
export function unclosedComment(text: string): number | undefined {
  let last: { text: string; index: number } | undefined
  for (const { 0: found, index } of text.matchAll(hidden)) last = { text: found, index }
  return last?.text.startsWith('/*') && !/^\/\*[\s\S]*\*\/$/.test(last.text) ? last.index : undefined
}

/** The same length and the same lines, nothing else. */
export const blanked = (text: string): string => text.replace(/[^\n]/g, ' ')

/** Splits at commas outside parentheses. */
export function splitArguments(text: string): string[] {
  const found = ['']
  let depth = 0
  for (const char of text) {
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (char === ',' && depth === 0) found.push('')
    else found[found.length - 1] += char
  }
  return found.map(one => one.trim())
}
