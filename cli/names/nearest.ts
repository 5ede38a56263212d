/**
 * Names that were mistyped: the nearest one that exists, or none when nothing is near.
 */
import { InputError } from '../../checker/declare.ts'

/** The thing called `name`. @throws InputError naming the nearest one, and where to see them all */
export function named<T extends { readonly name: string }>(
  kind: string,
  things: readonly T[],
  name: string,
  seeAll: string,
): T {
  const thing = things.find(candidate => candidate.name === name)
  if (thing) return thing
  throw noSuch(
    kind,
    things.map(candidate => candidate.name),
    name,
    seeAll,
  )
}

/** The error of naming something that does not exist. @param seeAll the command that lists what exists */
export const noSuch = (kind: string, names: readonly string[], name: string, seeAll: string): InputError =>
  new InputError(`no ${kind} is called "${name}"${hint(name, names)}\nsee them all: ${seeAll}`)

/** The nearest of `names` as a question; '' where none is near. */
export function hint(name: string, names: readonly string[]): string {
  const near = nearest(name, names)
  return near === undefined ? '' : `; did you mean ${near}?`
}

/** The nearest of `names`: fewest edits, at most a third of the name's length; else the first that contains it. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined
  let fewest = Math.floor(Math.max(3, name.length) / 3) + 1
  for (const candidate of names) {
    const edits = editsBetween(name, candidate)
    if (edits < fewest) {
      best = candidate
      fewest = edits
    }
  }
  return best ?? (name.length > 2 ? names.find(candidate => candidate.includes(name)) : undefined)
}

/** Insertions, deletions, replacements and swaps of neighbours that make `a` into `b`. */
function editsBetween(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      if (swapped) row[j] = Math.min(row[j]!, beforeLast[j - 2]! + 1)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]!
}
