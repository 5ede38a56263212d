/**
 * Tables of text: columns as wide as their widest cell, two spaces between them. Cells may be coloured.
 */
import { shownLength } from './palette.ts'

interface Column {
  readonly head: string
  /** Numbers stand at the right of their column. */
  readonly right?: boolean
}

/**
 * A block of lines per row, the head first.
 *
 * Where the table is wider than `width` its first column gives way: a first cell that no longer fits stands on a line of
 * its own, above the rest of its row.
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width = Number.POSITIVE_INFINITY,
): string[][] {
  const all = [columns.map(column => column.head), ...rows]
  const widths = columns.map((_, at) => Math.max(...all.map(cells => shownLength(cells[at]!))))
  const others = widths.slice(1).reduce((sum, each) => sum + GAP.length + each, 0)
  widths[0] = Math.max(columns[0]!.head.length, Math.min(widths[0]!, width - others))
  const line = (cells: readonly string[]) =>
    cells
      .map((text, at) => {
        const space = ' '.repeat(widths[at]! - shownLength(text))
        return columns[at]!.right ? space + text : text + space
      })
      .join(GAP)
      .trimEnd()
  return all.map(([first, ...rest]) =>
    shownLength(first!) > widths[0]! ? [first!, line(['', ...rest])] : [line([first!, ...rest])],
  )
}

const GAP = '  '
