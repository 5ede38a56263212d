/**
 * Text from outside as text alone: no character in it steers a terminal, turns the direction of writing, or is not seen.
 */

/**
 * Lines end in \n. Other white space that moves the cursor becomes a blank, which is the same to C; what else steers or
 * hides is written as C would write it, \u001b.
 */
export const plain = (text: string): string =>
  text
    .replace(/\r\n/g, '\n')
    .replace(/[\f\v\r]/g, ' ')
    .replace(hidden, escaped)

/** A byte order mark at the start says nothing; control and format characters, and ends of lines that are none to diff. */
const hidden = /^\ufeff|(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu

const escaped = (char: string, offset: number): string =>
  char === '\ufeff' && offset === 0 ? '' : [...Array(char.length).keys()].map(at => unit(char.charCodeAt(at))).join('')

const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`

/** At most so many characters, the last three of a longer text being dots. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 3)}...`
