/**
 * Compaction or mbind() moves a folio of the file: its mapping is asked to, with both folios locked.
 *
 * The kernel asks no mapping that says it is unmovable.
 *
 * Source: migrate_pages(), unmap_and_move(), move_to_new_folio(), mm/migrate.c.
 * Left out: unmapping the old folio from the host first; large folios.
 */
import { cell } from '../../../checker/declare.ts'
import { folioIsUnlocked, folioOf, getFolio, lockFolio, putFolio, unlockFolio } from '../../kernel/memory/folio.ts'
import { EINVAL, RESULTS, showResult } from '../../kernel/state/values.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type MigrateFolio = Scope<'page' | 'source' | 'target' | 'any' | 'result'>

export const migrateFolio = () =>
  operation<MigrateFolio, Step>()({
    guards: {
      isFree: ({ kernel, call }) =>
        kernel.filemap[call.page]! > 0 &&
        folioIsUnlocked(kernel, folioOf(kernel, kernel.filemap[call.page]! - 1)) &&
        freeFrame(kernel) >= 0,
    },
    effects: {
      isolate: ({ kernel, call, self }) => {
        call.source = folioOf(kernel, kernel.filemap[call.page]! - 1)
        getFolio(kernel, self, call.source)
        lockFolio(kernel, self, call.source)
        call.target = freeFrame(kernel)
        kernel.allocated[call.target] = 1
        getFolio(kernel, self, call.target)
        lockFolio(kernel, self, call.target)
      },
      refuse: ({ call }) => {
        call.result = EINVAL
      },
      putBack: ({ kernel, call, self }) => {
        unlockFolio(kernel, self, call.source)
        putFolio(kernel, self, call.source)
        unlockFolio(kernel, self, call.target)
        putFolio(kernel, self, call.target)
      },
    },
  }).createMachine({
    id: 'migrateFolio',
    context: ({ input }) => input,
    meta: {
      fn: 'unmap_and_move',
      locals: { page: cell(16), source: cell(32), target: cell(32), any: cell(2), result: cell(RESULTS, showResult) },
    },
    initial: 'isolating',
    states: {
      isolating: {
        meta: { fn: 'folio_trylock' },
        on: { step: [{ guard: 'isFree', actions: 'isolate', target: 'moving' }, { target: 'returned' }] },
      },
      moving: { meta: { fn: 'kvm_gmem_migrate_folio' }, on: { step: { actions: 'refuse', target: 'puttingBack' } } },
      puttingBack: { meta: { fn: 'folio_unlock' }, on: { step: { actions: 'putBack', target: 'returned' } } },
      returned: { type: 'final' },
    },
  })

/** The first frame that is free, or -1. */
const freeFrame = (kernel: MigrateFolio['kernel']): number => {
  for (let frame = 0; frame < kernel.frames; frame++) if (kernel.allocated[frame] === 0) return frame
  return -1
}
