/**
 * A picture of memory in a terminal.
 */
import type { Palette } from '../../text/palette.ts'
import { table } from '../../text/table.ts'
import { changedCells, type Picture, placeOfCell } from './picture.ts'

/** @param before what has changed since is marked */
export function pictureLines(
  picture: Picture,
  before: Picture | undefined,
  { width, palette }: { readonly width: number; readonly palette: Palette },
): string[] {
  const changed = changedCells(before, picture)
  return picture.sections.flatMap(({ title, columns, rows }, section) => {
    const drawn = rows.map(({ name, cells }, row) => [
      `  ${name}`,
      ...cells.map(({ text }, column) =>
        changed.has(placeOfCell(section, row, column)) ? palette.strong(`>${text}`) : text,
      ),
    ])
    const [head, ...lines] = table([{ head: title }, ...columns.map(head => ({ head }))], drawn, width)
    return [...head!.map(palette.faint), ...lines.flat()]
  })
}
