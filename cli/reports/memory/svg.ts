/**
 * Pictures of memory as SVG, one below the other.
 */
import { counted } from '../../text/words.ts'
import { escaped } from './markup.ts'
import { changedCells, type Picture, type PictureCell, type PictureSection, placeOfCell } from './picture.ts'

/** A picture, under words that say when memory looks so. */
export interface Panel {
  readonly title: string
  readonly picture: Picture
  /** What it is compared with, to show what has changed. */
  readonly before?: Picture
}

const CHARACTER = 7.3
const LINE = 20
const PAD = 6
const MARGIN = 12

/** @param describes for those who cannot see it */
export function svgOf(panels: readonly Panel[], describes: string): string {
  let y = MARGIN
  let width = 0
  const parts: string[] = []
  for (const panel of panels) {
    y += LINE
    parts.push(text(MARGIN, y, panel.title, 'title'))
    width = Math.max(width, panel.title.length * (CHARACTER + 1))
    const changed = changedCells(panel.before, panel.picture)
    for (const [index, section] of panel.picture.sections.entries()) {
      y += LINE
      const drawn = sectionOf(section, index, y, changed)
      parts.push(...drawn.parts)
      y = drawn.bottom
      width = Math.max(width, drawn.width)
    }
    if (changed.size > 0) {
      y += LINE
      parts.push(text(MARGIN, y, `▸ ${counted(changed.size, 'place')} changed by this step`, 'head'))
    }
    y += LINE
  }
  const size = `${Math.ceil(width + 2 * MARGIN)} ${Math.ceil(y)}`
  const [wide, high] = size.split(' ')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size}" width="${wide}" height="${high}" role="img">
<title>${escaped(describes)}</title>
<style>${style}</style>
<rect class="paper" width="100%" height="100%"/>
${parts.join('\n')}
</svg>
`
}

function sectionOf(
  { title, groups, columns, rows }: PictureSection,
  section: number,
  top: number,
  changed: Set<string>,
) {
  const named = MARGIN + PAD + Math.max(title.length, ...rows.map(({ name }) => name.length)) * CHARACTER + PAD
  const widest = Math.max(
    ...columns.map(({ length }) => length),
    ...groups.map(({ name, columns }) => Math.ceil(name.length / columns)),
    ...rows.flatMap(({ cells }) => cells.map(({ text }) => text.length + 2)),
  )
  const column = widest * CHARACTER + 2 * PAD
  const parts = [text(MARGIN, top, title, 'section')]
  let y = top
  if (groups.length > 0) {
    let at = named
    for (const { name, columns } of groups) {
      parts.push(text(at + PAD, y, name, 'head'))
      at += columns * column
    }
    y += LINE
  }
  if (columns[0] !== '') {
    parts.push(...columns.map((name, index) => text(named + index * column + PAD, y, name, 'head')))
  }
  y += PAD
  for (const [row, { name, cells }] of rows.entries()) {
    parts.push(text(MARGIN + PAD, y + LINE - PAD, name, 'name'))
    for (const [index, cell] of cells.entries()) {
      if (cell.joins) continue
      const isChanged = changed.has(placeOfCell(section, row, index))
      parts.push(...cellOf(cell, named + index * column, y, column * spanOf(cells, index), isChanged))
    }
    y += LINE
  }
  return { parts, bottom: y, width: named + columns.length * column }
}

/** The cell itself, and those that it joins to its right. */
function spanOf(cells: readonly PictureCell[], from: number): number {
  const end = cells.findIndex((cell, index) => index > from && !cell.joins)
  return (end < 0 ? cells.length : end) - from
}

const cellOf = (
  { text: words, tone }: PictureCell,
  x: number,
  y: number,
  width: number,
  changed: boolean,
): string[] => [
  `<rect class="${tone}${changed ? ' changed' : ''}" x="${round(x)}" y="${y}" width="${round(width)}" height="${LINE}"/>`,
  text(x + PAD, y + LINE - PAD, changed ? `▸ ${words}` : words, changed ? 'now' : 'cell'),
]

const text = (x: number, y: number, words: string, kind: string): string =>
  `<text class="${kind}" x="${round(x)}" y="${round(y)}">${escaped(words)}</text>`

const round = (number: number): number => Math.round(number * 10) / 10

const style = `
text { font: 12px ui-monospace, monospace; fill: #1a1a1a; } .title { font-weight: 700; font-size: 13px; } .section, .now { font-weight: 700; } .head, .name { fill: #4d4d4d; }
rect { stroke: #767676; fill: none; } .paper { fill: #fff; stroke: none; } .private { fill: #d7e6fb; } .shared { fill: #fbe3c4; } .held { fill: #f6d5e3; } .plain { fill: #f2f2f2; } .changed { stroke: #000; stroke-width: 2.5; }
@media (prefers-color-scheme: dark) { text { fill: #ececec; } .head, .name { fill: #b4b4b4; } .paper { fill: #16181b; } .private { fill: #1d3a5f; } .shared { fill: #5a3a10; } .held { fill: #55223c; } .plain { fill: #2a2d31; } .changed { stroke: #fff; } }
`
