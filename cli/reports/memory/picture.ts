/**
 * Memory as it is drawn: the pages of the file, the frames and their folios, and who holds which lock. A picture is plain
 * tables, so that a terminal, a page and an SVG draw the same one.
 */

export interface Picture {
  readonly sections: readonly PictureSection[]
}

export interface PictureSection {
  readonly title: string
  /** Headers above the columns, each over several of them. */
  readonly groups: readonly { readonly name: string; readonly columns: number }[]
  readonly columns: readonly string[]
  readonly rows: readonly PictureRow[]
}

export interface PictureRow {
  readonly name: string
  readonly cells: readonly PictureCell[]
}

export interface PictureCell {
  readonly text: string
  readonly tone: Tone
  /** The cell to its left shows a part of the same thing: a huge folio, a huge SPTE. */
  readonly joins?: true
}

/** What a colour may say beside the text. */
export type Tone = 'plain' | 'empty' | 'private' | 'shared' | 'held'

/** Places of cells that differ from those of the picture before: `section row column`. */
export function changedCells(before: Picture | undefined, now: Picture): Set<string> {
  const changed = new Set<string>()
  for (const [section, { rows }] of now.sections.entries())
    for (const [row, { cells }] of rows.entries())
      for (const [column, { text }] of cells.entries()) {
        const other = before?.sections[section]?.rows[row]?.cells[column]
        if (other !== undefined && other.text !== text) changed.add(placeOfCell(section, row, column))
      }
  return changed
}

export const placeOfCell = (section: number, row: number, column: number): string => `${section} ${row} ${column}`
