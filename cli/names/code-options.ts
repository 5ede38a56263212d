/**
 * How a shell names the C that runs in a world.
 */
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

const quoted = (text: string): string => (/^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
