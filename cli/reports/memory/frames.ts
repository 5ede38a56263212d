/**
 * Frames in a picture: the folios that they make up, and who holds references of them.
 */
import type { Cells } from '../../../checker/declare.ts'
import { folioOf, folioPages } from '../../../model/kernel/memory/folio.ts'
import { kernelFields } from '../../../model/kernel/state/state.ts'
import { showOwner } from '../../../model/kernel/state/values.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { cellOf, EMPTY, filled, numbers } from './cells.ts'
import type { MemoryState } from './memory.ts'
import type { PictureCell, PictureRow } from './picture.ts'

export function frameRows(memory: MemoryState, { bounds, environment }: Scenario): PictureRow[] {
  const fields = kernelFields(bounds, environment)
  const frames = numbers(memory.frames)
  const row = (name: string, cell: (frame: number) => PictureCell): PictureRow => ({ name, cells: frames.map(cell) })
  /** What a folio says of itself stands at its first frame. */
  const atHead = (name: string, text: (folio: number) => string | undefined) =>
    row(name, frame => (folioOf(memory, frame) === frame ? cellOf(text(frame)) : EMPTY))
  return [
    row('folio', frame => folioCell(memory, frame)),
    atHead('references', folio => (memory.allocated[folio] === 0 ? undefined : String(memory.refs[folio]))),
    atHead('held by', folio => ownersOf(memory, folio).join(', ')),
    row('folio lock', frame =>
      memory.folioLock[frame] === 0 ? EMPTY : filled(showOwner(memory.folioLock[frame]!), 'held'),
    ),
    atHead('index', folio => (memory.mapping[folio] === 0 ? undefined : `page ${memory.index[folio]}`)),
    atHead('uptodate', folio => (memory.uptodate[folio] === 0 ? undefined : 'yes')),
    ...BY_FRAME.map(name => {
      const { show = String } = fields[name] as Cells
      return row(name, frame => (memory[name][frame] ? filled(show(memory[name][frame])) : EMPTY))
    }),
  ]
}

/** Other fields that are indexed by frame; most worlds have none of them. */
export const BY_FRAME = [
  'sleepers',
  'waiters',
  'lostFrames',
  'tagged',
  'cleanupList',
  'hwpoison',
  'firmware',
  'hole',
  'staleTlb',
  'holeMark',
  'frameKind',
] as const

function folioCell(memory: MemoryState, frame: number): PictureCell {
  const folio = folioOf(memory, frame)
  const pages = folioPages(memory, folio)
  const free = memory.allocated[frame] === 0 ? ', free' : ''
  if (pages === 1) return free === '' ? filled('order 0') : filled('free', 'empty')
  const order = `order ${Math.log2(pages)}${free}`
  const tone = free === '' ? 'plain' : 'empty'
  return frame === folio ? filled(order, tone) : { ...filled(`${order}, tail`, tone), joins: true }
}

/** As references-have-owners counts them, each by name. */
function ownersOf(memory: MemoryState, folio: number): string[] {
  const pages = folioPages(memory, folio)
  const isWithin = (slot: number) => slot > folio && slot <= folio + pages
  const those: [string, number][] = [
    ['filemap', numbers(memory.pages).filter(page => memory.filemap[page] === 1 + folio).length],
    ['host PTE', numbers(memory.pages).filter(page => isWithin(memory.hostPte[page]!)).length],
    ['pin', sum(memory.pins, folio, pages)],
    ['LRU batch', sum(memory.lruBatch, folio, pages)],
    ['memory failure', sum(memory.failureHeld, folio, pages)],
    ...numbers(memory.threads).map((thread): [string, number] => [
      `CPU${thread}`,
      sum(memory.held, thread * memory.frames + folio, pages),
    ]),
  ]
  return those.flatMap(([name, count]) => (count === 0 ? [] : [count === 1 ? name : `${name} ×${count}`]))
}

const sum = (row: ArrayLike<number>, from: number, length: number): number =>
  numbers(length).reduce((total, index) => total + (row[from + index] ?? 0), 0)
