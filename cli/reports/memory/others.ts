/**
 * All other state of the kernel in a picture, by the names of its fields.
 */
import type { Cell, Cells } from '../../../checker/declare.ts'
import { kernelFields } from '../../../model/kernel/state/state.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { EMPTY, filled } from './cells.ts'
import { BY_FRAME } from './frames.ts'
import { indexWords } from './indices.ts'
import type { MemoryState } from './memory.ts'
import type { PictureRow } from './picture.ts'
import { shownFor } from './read-by.ts'

/** Drawn in a section of their own, or kept by the model beside the kernel. */
const DRAWN: ReadonlySet<string> = new Set([
  ...BY_FRAME,
  ...['share', 'filemap', 'hostPte', 'spte', 'bindings'],
  ...[
    'allocated',
    'huge',
    'refs',
    'folioLock',
    'mapping',
    'index',
    'uptodate',
    'pins',
    'held',
    'lruBatch',
    'failureHeld',
  ],
  ...[
    'invalidateWriter',
    'invalidateReaders',
    'invalidateQueue',
    'allocationMutex',
    'xaLock',
    'failureMutex',
    'slotsLock',
  ],
  ...['mmuReaders', 'invalidating', 'invalidateStart', 'invalidateEnd', 'faulting', 'seqMoved'],
])

export const otherRows = (memory: MemoryState, scenario: Scenario): PictureRow[] =>
  rowsOf(memory, scenario, (name, field) => field.role === 'state' && !DRAWN.has(name))

/** What the promise reads that no kernel has. */
export function ghostRows(memory: MemoryState, scenario: Scenario, promise: string | undefined): PictureRow[] {
  const shown: readonly string[] = shownFor(promise)
  return rowsOf(memory, scenario, (name, field) => field.role !== 'state' && shown.includes(name))
}

function rowsOf(
  memory: MemoryState,
  { bounds, environment }: Scenario,
  isDrawn: (name: string, field: Cell | Cells) => boolean,
): PictureRow[] {
  return Object.entries(kernelFields(bounds, environment)).flatMap(([name, field]) => {
    if (field.kind === 'constant' || !isDrawn(name, field)) return []
    const value = memory[name as keyof MemoryState]
    const show = (one: number) => (one === 0 ? EMPTY : filled(field.show?.(one) ?? String(one)))
    if (typeof value === 'number') return [{ name, cells: [show(value)] }]
    return [...value].map((one, index) => ({
      name: `${name}[${indexWords(bounds, name, index, value.length)}]`,
      cells: [show(one)],
    }))
  })
}
