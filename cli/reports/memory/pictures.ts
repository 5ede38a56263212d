/**
 * Pictures of the states of a trace.
 */
import { match } from 'ts-pattern'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { fileRows } from './file.ts'
import { frameRows } from './frames.ts'
import { lockRows } from './locks.ts'
import type { MemoryState } from './memory.ts'
import { ghostRows, otherRows } from './others.ts'
import type { Picture, PictureRow } from './picture.ts'

/** Rows for one state; {@link picturesOf} leaves out those that stay empty. */
type RowsOf = (memory: MemoryState, scenario: Scenario, promise: string | undefined) => readonly PictureRow[]

const SECTIONS: readonly { readonly title: string; readonly by: 'page' | 'frame' | 'all'; readonly rows: RowsOf }[] = [
  { title: 'the file', by: 'page', rows: fileRows },
  { title: 'physical memory', by: 'frame', rows: frameRows },
  { title: 'locks and invalidations', by: 'all', rows: lockRows },
  { title: 'other state', by: 'all', rows: otherRows },
  { title: 'kept by the model for this promise', by: 'all', rows: ghostRows },
]

/** One picture for each state, all with the same rows: those that some of the states fill. @param promise the one that is broken */
export function picturesOf(scenario: Scenario, memories: readonly MemoryState[], promise?: string): Picture[] {
  const drawn = SECTIONS.map(section => memories.map(memory => section.rows(memory, scenario, promise)))
  const filled = drawn.map(states => {
    const rows = states.flat().filter(({ cells }) => cells.some(({ tone }) => tone !== 'empty'))
    return new Set(rows.map(({ name }) => name))
  })
  return memories.map((_, state) => ({
    sections: SECTIONS.flatMap(({ title, by }, at) => {
      const rows = drawn[at]![state]!.filter(({ name }) => filled[at]!.has(name))
      return rows.length === 0 ? [] : [{ title, ...columnsOf(scenario, by), rows }]
    }),
  }))
}

function columnsOf({ bounds: { pages, frames, hugepage } }: Scenario, by: 'page' | 'frame' | 'all') {
  const each = (number: number, one: string, block: string) => ({
    columns: Array.from({ length: number }, (_, index) => `${one} ${index}`),
    groups:
      hugepage === 1
        ? []
        : Array.from({ length: Math.ceil(number / hugepage) }, (_, index) => ({
            name: `${block} ${index}`,
            columns: Math.min(hugepage, number - index * hugepage),
          })),
  })
  return match(by)
    .with('page', () => each(pages, 'page', 'hugepage range'))
    .with('frame', () => each(frames, 'frame', 'block'))
    .with('all', () => ({ columns: [''], groups: [] }))
    .exhaustive()
}
