/**
 * Tables of text: columns as wide as their widest cell, two spaces between them. Cells may be coloured.
 */
import { stripVTControlCharacters } from 'node:util'

export interface Column {
  readonly head: string
  /** Numbers stand at the right of their column. */
  readonly right?: boolean
}

/** Lines of a table, the head first. The last column may be as wide as it likes. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const heads = columns.map(column => column.head)
  const widths = heads.map((head, at) => Math.max(...[head, ...rows.map(row => row[at]!)].map(shownLength)))
  const line = (cells: readonly string[]) =>
    cells
      .map((text, at) => {
        const space = ' '.repeat(widths[at]! - shownLength(text))
        return columns[at]!.right ? space + text : text + space
      })
      .join('  ')
      .trimEnd()
  return [heads, ...rows].map(line)
}

/** Without the signs that colour it. */
export const shownLength = (text: string): number => stripVTControlCharacters(text).length
