/**
 * The changes of a step, in phrases: `share[0-1] PRIVATE -> SHARED`.
 */
import type { Change } from '../../../../checker/index.ts'

/** Words for the index of a row's entry, where a number would not say enough. */
export type ShowIndex = (field: string, index: number) => string

/** One phrase per run of neighbouring entries that changed alike; entries with words for an index stand alone. */
export function changePhrases(changes: readonly Change[], showIndex: ShowIndex): string[] {
  const runs: Change[][] = []
  for (const change of changes) {
    const run = runs.at(-1)
    const numbered = change.index !== undefined && showIndex(change.field, change.index) === String(change.index)
    if (run && numbered && continues(run.at(-1)!, change)) run.push(change)
    else runs.push([change])
  }
  return runs.map(run => phrase(run[0]!, run.at(-1)!, showIndex))
}

const continues = (last: Change, next: Change) =>
  next.field === last.field &&
  next.index !== undefined &&
  next.index === last.index! + 1 &&
  next.shows[0] === last.shows[0] &&
  next.shows[1] === last.shows[1]

function phrase(first: Change, last: Change, showIndex: ShowIndex): string {
  const [before, after] = first.shows
  return `${first.field}${place(first, last, showIndex)} ${before} -> ${after}`
}

function place(first: Change, last: Change, showIndex: ShowIndex): string {
  if (first.index === undefined) return ''
  const from = showIndex(first.field, first.index)
  return first === last ? `[${from}]` : `[${from}-${showIndex(last.field, last.index!)}]`
}
