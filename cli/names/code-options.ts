/**
 * How a shell names the C that runs in a world.
 */
import { plain } from '../../model/c/patch/plain.ts'

/**
 * The options of `replay` that name the code a review has run, for a shell.
 *
 * @param after how many patches of a series are applied; all unless said
 */
export const codeOptions = (paths: readonly string[], tree?: string, after?: number): string =>
  [
    ...paths.map(path => `--patch ${quoted(path)}`),
    ...(after === undefined ? [] : [`--after ${after}`]),
    ...(tree === undefined ? [] : [`--tree ${quoted(tree)}`]),
  ].join(' ')

/** What a shell takes for the text, and a terminal shows as it is. */
function quoted(text: string): string {
  if (/^[\w./@:+-]+$/.test(text)) return text
  if (plain(text) === text) return `'${text.replaceAll("'", "'\\''")}'`
  return `$'${plain(text.replace(/[\\']/g, '\\$&'))}'`
}
