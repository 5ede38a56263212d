/**
 * C text with comments, strings and character literals blanked, every other character where it was.
 */

/** Newlines stay, so lines and columns do too. */
export const masked = (text: string): string =>
  text.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g, blanked)

/** The same length and the same lines, nothing else. */
export const blanked = (text: string): string => text.replace(/[^\n]/g, ' ')
