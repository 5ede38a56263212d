/**
 * Command-line options that select the patched C.
 */

import { plain } from '../../model/c/patch/plain.ts'
import { type Configuration, settingsIn } from '../../model/c/text/configuration.ts'

/**
 * The options of `replay` that name the code a review has run, for a shell.
 *
 * @param after how many patches of a series are applied; all unless said
 * @param said of functions that nothing binds, and of the configuration
 */
export const codeOptions = (
  paths: readonly string[],
  tree?: string,
  after?: number,
  { assume = [], config = [] }: SaidOfCode = {},
): string =>
  [
    ...paths.map(path => `--patch ${quoted(path)}`),
    ...(after === undefined ? [] : [`--after ${after}`]),
    ...(tree === undefined ? [] : [`--tree ${quoted(tree)}`]),
    ...assume.map(text => `--assume ${quoted(text)}`),
    ...config.map(text => `--config ${quoted(text)}`),
  ].join(' ')

/** What a user says of code that is read. */
export interface SaidOfCode {
  /** What functions return that nothing binds: `foo=ENOMEM|0`. */
  readonly assume?: readonly string[] | undefined
  /** Its configuration: `CONFIG_NUMA=n`. */
  readonly config?: readonly string[] | undefined
}

/** The same options for code in a configuration that differs so from the usual one. */
export const inConfiguration = (options: string, differs: Configuration = {}): string =>
  [options, ...settingsIn(differs).map(setting => `--config ${setting}`)].join(' ')

/** The options of `replay` that name files which define designs or scenarios, for a shell. */
export const proposalOptions = (files: readonly string[]): string =>
  files.map(file => `--proposal ${quoted(file)}`).join(' ')

/** The text quoted for a shell; a terminal shows it as it is. */
function quoted(text: string): string {
  if (/^[\w./@:+=-]+$/.test(text)) return text
  if (plain(text) === text) return `'${text.replaceAll("'", "'\\''")}'`
  return `$'${plain(text.replace(/[\\']/g, '\\$&'))}'`
}
