/**
 * A picture of memory in a page, as tables whose cells the script fills.
 */
import { escaped } from '../memory/markup.ts'
import { type Picture, type PictureSection, placeOfCell } from '../memory/picture.ts'

export const pictureTables = ({ sections }: Picture): string => sections.map(tableOf).join('\n')

function tableOf({ title, groups, columns, rows }: PictureSection, section: number): string {
  const blocks = groups.map(({ name, columns }) => `<th scope="colgroup" colspan="${columns}">${escaped(name)}</th>`)
  const heads = columns.map(name => (name === '' ? '' : `<th scope="col">${escaped(name)}</th>`))
  const lines = rows.map(({ name, cells }, row) => {
    const drawn = cells.map(
      ({ text, tone }, column) =>
        `<td class="${tone}" data-cell="${placeOfCell(section, row, column)}">${escaped(text)}</td>`,
    )
    return `<tr><th scope="row">${escaped(name)}</th>${drawn.join('')}</tr>`
  })
  const top = [
    ...(blocks.length === 0 ? [] : [`<tr><td></td>${blocks.join('')}</tr>`]),
    ...(columns[0] !== '' ? [`<tr><td></td>${heads.join('')}</tr>`] : []),
  ]
  return `<table class="memory"><caption>${escaped(title)}</caption>${top.length > 0 ? `<thead>${top.join('')}</thead>` : ''}<tbody>${lines.join('')}</tbody></table>`
}
