/**
 * Files that are no part of the running kernel.
 */

/** Files that need no account in any patch. */
const ALWAYS = ['Documentation/**', 'tools/testing/**', 'MAINTAINERS']

/** @param globs further paths: `*` stands for part of a name, `**` for any path */
export function outsideOf(globs: readonly string[] = []): (path: string) => boolean {
  const patterns = [...ALWAYS, ...globs].map(patternOf)
  return path => patterns.some(pattern => pattern.test(path))
}

function patternOf(glob: string): RegExp {
  const text = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*|\*|\?/g, wild => (wild === '**' ? '.*' : wild === '*' ? '[^/]*' : '[^/]'))
  return new RegExp(`^${text}$`)
}
