/**
 * Command-line options that select the patched C.
 */
import { plain } from '../../model/c/patch/plain.ts'

/**
 * The options of `replay` that name the code a review has run, for a shell.
 *
 * @param after how many patches of a series are applied; all unless said
 * @param assume assumptions about functions that nothing binds
 */
export const codeOptions = (
  paths: readonly string[],
  tree?: string,
  after?: number,
  assume: readonly string[] = [],
): string =>
  [
    ...paths.map(path => `--patch ${quoted(path)}`),
    ...(after === undefined ? [] : [`--after ${after}`]),
    ...(tree === undefined ? [] : [`--tree ${quoted(tree)}`]),
    ...assume.map(text => `--assume ${quoted(text)}`),
  ].join(' ')

/** The options of `replay` that name files which define designs or scenarios, for a shell. */
export const proposalOptions = (files: readonly string[]): string =>
  files.map(file => `--proposal ${quoted(file)}`).join(' ')

/** The text quoted for a shell; a terminal shows it as it is. */
function quoted(text: string): string {
  if (/^[\w./@:+-]+$/.test(text)) return text
  if (plain(text) === text) return `'${text.replaceAll("'", "'\\''")}'`
  return `$'${plain(text.replace(/[\\']/g, '\\$&'))}'`
}
