/**
 * Writes the unified diff between two texts of one file that differ in one place.
 */

/** Lines around the change. */
const CONTEXT = 3

/** @param path in the tree  @returns one hunk, with git's headers */
export function unifiedDiff(path: string, before: string, after: string): string {
  const [old, now] = [linesOf(before), linesOf(after)]
  let first = 0
  while (first < Math.min(old.length, now.length) && old[first] === now[first]) first++
  let last = 0
  while (last < Math.min(old.length, now.length) - first && old.at(-1 - last) === now.at(-1 - last)) last++
  const from = Math.max(0, first - CONTEXT)
  const below = Math.max(0, last - CONTEXT)
  const lines = [
    ...old.slice(from, first).map(line => ` ${line}`),
    ...old.slice(first, old.length - last).map(line => `-${line}`),
    ...now.slice(first, now.length - last).map(line => `+${line}`),
    ...old.slice(old.length - last, old.length - below).map(line => ` ${line}`),
  ]
  const at = `@@ -${from + 1},${old.length - below - from} +${from + 1},${now.length - below - from} @@`
  return [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`, at, ...lines, ''].join('\n')
}

/** What stands behind the last end of a line is no line. */
const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n')
