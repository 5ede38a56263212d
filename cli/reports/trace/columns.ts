/**
 * The kernel's own layout for races: a column per CPU, time running down, what changed at the right.
 *
 * Only one CPU runs at a time, so that a row may reach over the columns to its right: columns come closer where the
 * page is narrow, and rows stay on one line.
 */
import type { Palette } from '../../text/palette.ts'
import { wrap, wrapPhrases } from '../../text/wrap.ts'
import type { Rounds } from './rounds.ts'

/** A step of one thread. */
export interface TraceRow {
  /** Counts the steps, from 1. */
  readonly number: number
  /** Index into the heads, from 0. */
  readonly column: number
  readonly text: string
  /** The changes, in phrases. */
  readonly changes: readonly string[]
  /** Said below the row, in its column, in phrases. */
  readonly notes: readonly string[]
}

export interface Layout {
  /** Characters of a line. */
  readonly width: number
  readonly palette: Palette
}

/** Between two columns, and between the columns and the changes. */
const GAP = 2
/** A column stands at least this far right of the one before. */
const LEAST_STEP = 8

/** Lines of the rows, below the heads of their columns. @param leftOut rows that one line stands for */
export function columns(
  heads: readonly string[],
  rows: readonly TraceRow[],
  { width, palette }: Layout,
  leftOut: readonly Rounds[] = [],
): string[] {
  if (rows.length === 0) return []
  const gutter = String(rows.at(-1)!.number).length + GAP
  const room = width - gutter
  const { step, changesAt } = fit(heads.length, rows, room)
  const lines = headLines(heads, step, room).map(line => `${' '.repeat(gutter)}${line}`.trimEnd())
  for (const [index, { number, column, text, changes, notes }] of rows.entries()) {
    const gap = leftOut.find(({ from, to }) => from <= index && index <= to)
    if (gap) {
      if (index === gap.from)
        lines.push(`${' '.repeat(gutter)}${' '.repeat(column * step)}${palette.faint(`... ${gap.says}`)}`)
      continue
    }
    const numbered = String(number).padStart(gutter - GAP)
    const indent = ' '.repeat(column * step)
    const phrases = wrapPhrases(changes, Math.max(12, room - changesAt))
    const beside = indent.length + text.length + GAP <= changesAt
    const aside = ' '.repeat(Math.max(0, changesAt - indent.length - text.length))
    const first = beside ? (phrases.shift() ?? '') : ''
    lines.push(
      `${palette.faint(numbered)}${' '.repeat(GAP)}${indent}${palette.thread(column, text)}${first && aside + first}`,
      ...phrases.map(phrase => ' '.repeat(gutter + changesAt) + phrase),
      ...wrapPhrases(notes, Math.max(12, room - indent.length - GAP)).map(
        line => `${' '.repeat(gutter + GAP)}${indent}${palette.faint(line)}`,
      ),
    )
  }
  return lines
}

/** The widest step at which the longest row still leaves its changes room; changes move below rows that are longer. */
function fit(threads: number, rows: readonly TraceRow[], room: number) {
  const longest = Array.from({ length: threads }, (_, thread) =>
    Math.max(0, ...rows.filter(row => row.column === thread).map(row => row.text.length)),
  )
  // A comma may follow.
  const changes = 1 + Math.max(0, ...rows.flatMap(row => row.changes).map(change => change.length))
  const wanted = Math.min(Math.max(changes, Math.floor(room / 3)), Math.floor(room / 2))
  const endAt = (step: number) => Math.max(...longest.map((length, thread) => thread * step + length)) + GAP
  let step = Math.max(LEAST_STEP, ...longest.map(length => length + GAP))
  while (step > LEAST_STEP && endAt(step) + wanted > room) step -= 1
  return { step, changesAt: Math.min(endAt(step), room - wanted) }
}

/** Side by side when they fit, else one below the other with a bar down to each column. */
function headLines(heads: readonly string[], step: number, room: number): string[] {
  const sideBySide = heads.every((head, at) => head.length + GAP <= step || at === heads.length - 1)
  const last = heads.at(-1) ?? ''
  if (sideBySide && (heads.length - 1) * step + last.length <= room) {
    return [heads.map((head, at) => (at === heads.length - 1 ? head : head.padEnd(step))).join('')]
  }
  const bars = (count: number) => '|'.padEnd(step).repeat(count)
  return heads.flatMap((head, at) => wrap(head, Math.max(12, room - at * step)).map(line => bars(at) + line))
}
