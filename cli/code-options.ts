/**
 * How a shell names the C that runs in a world.
 */
/** The options of `replay` that name the code a review has run, for a shell. */
export const codeOptions = (paths: readonly string[], tree?: string): string =>
  [...paths.map(path => `--patch ${quoted(path)}`), ...(tree === undefined ? [] : [`--tree ${quoted(tree)}`])].join(' ')

const quoted = (text: string): string => (/^[\w./@:+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
