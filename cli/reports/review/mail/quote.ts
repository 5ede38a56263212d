/**
 * The lines of a patch that a trace runs through last, quoted as a reply quotes them.
 */
import { type HunkLine, headerOf } from '../../../../model/c/patch/patch.ts'
import { cut } from '../../../../model/c/patch/plain.ts'
import type { CodePlace } from '../../../../model/patched/machines/operation-code.ts'
import type { PlacedHunk } from '../../../../model/patched/reading.ts'

/** Lines said before and after the ones that change. */
const CONTEXT = 3
/** Characters of a line: one that is longer is cut, and ends in dots. */
const WIDTH = 72
/** Lines of a quotation, its header not counted. */
const MOST = 11

/**
 * The header of a hunk and some of its lines, each behind `> `; nothing where the trace runs through no function that the
 * patch changes. Of the lines that change, the one nearest to where the trace runs is there, and its neighbours.
 *
 * @param places where the steps of the trace stand in the C after the patch, in their order
 */
export function quoted(hunks: readonly PlacedHunk[], places: readonly CodePlace[]): string[] {
  const found = hunks
    .filter(({ functions }) => functions.some(({ name }) => places.some(({ within }) => within === name)))
    .flatMap(hunk => changesOf(hunk).map(change => ({ hunk, ...change, ...nearest(change.at, hunk.file, places) })))
    .filter(({ distance }) => distance < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.distance - b.distance || b.step - a.step)[0]
  if (found === undefined) return []
  const { hunk } = found.hunk
  const { lines } = hunk
  const [from, to] = windowOf(lines, found.index)
  const header = `${headerOf(hunk)} ${hunk.context}`
  return [header, ...lines.slice(from, to).map(({ kind, text }) => kind + text)].map(line =>
    cut(`> ${line}`.trimEnd(), WIDTH),
  )
}

/** Changed lines of a hunk: the index among its lines, and where it stands in the file after the patch. */
function changesOf({ hunk, start }: PlacedHunk): { index: number; at: number }[] {
  let at = start
  return hunk.lines.flatMap(({ kind }, index) => {
    const change = kind === ' ' ? [] : [{ index, at }]
    if (kind !== '-') at += 1
    return change
  })
}

/** How far the nearest step stands away, in lines, and which it is: the last of equals. */
function nearest(at: number, file: string, places: readonly CodePlace[]): { distance: number; step: number } {
  let found = { distance: Number.POSITIVE_INFINITY, step: 0 }
  for (const [step, place] of places.entries()) {
    const distance = place.file === file ? Math.abs(place.line - at) : Number.POSITIVE_INFINITY
    if (distance <= found.distance) found = { distance, step }
  }
  return found
}

/** The run of changed lines around one of them, with context, or as much of it as there is room for. */
function windowOf(lines: readonly HunkLine[], index: number): [number, number] {
  let from = index
  let to = index + 1
  const grows = (at: number, limit: number) => lines[at] !== undefined && (lines[at].kind !== ' ' || limit > 0)
  let [above, below] = [CONTEXT, CONTEXT]
  for (let grown = true; grown && to - from < MOST; ) {
    grown = false
    if (grows(from - 1, above)) {
      from -= 1
      if (lines[from]!.kind === ' ') above -= 1
      grown = true
    }
    if (to - from < MOST && grows(to, below)) {
      if (lines[to]!.kind === ' ') below -= 1
      to += 1
      grown = true
    }
  }
  return [from, to]
}
