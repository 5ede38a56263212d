/**
 * One worker's part of a level: chunk after chunk, until none is left.
 */
import type { Expander } from '../../expand/expander.ts'
import type { Judge, Tally } from '../../expand/judge.ts'
import type { Arena } from './arena.ts'
import { Control } from './memory.ts'
import type { SharedTable } from './shared-table.ts'

export interface LevelPart {
  readonly expander: Expander
  readonly judge: Judge
  readonly table: SharedTable
  readonly arena: Arena
  readonly control: Int32Array
  readonly tally: Tally
  readonly fresh: Uint8Array
}

/** Works until the level is done or stopped. @param between called after every chunk */
export function work({ expander, judge, table, arena, control, tally, fresh }: LevelPart, between: () => void): void {
  const { batch } = expander
  judge.depth = Atomics.load(control, Control.depth)
  for (let chunk = arena.take(); chunk !== undefined; chunk = arena.take()) {
    for (let k = 0; k < chunk.count; ) {
      if (Atomics.load(control, Control.full) !== 0) {
        expander.judge(chunk, k, -1)
        break
      }
      k = expander.expand(chunk, k, -1)
      tally.counts[1]! += expander.steps()
      const full = table.add(batch.first, batch.second, batch.size, fresh) < 0
      if (full) {
        fresh.fill(0)
        Atomics.store(control, Control.full, 1)
      }
      if (table.full) {
        Atomics.store(control, Control.narrow, 1)
        Atomics.store(control, Control.stop, 1)
      }
      expander.keep(fresh, arena)
    }
    tally.counts[0] = arena.length
    between()
  }
  arena.publish()
  tally.counts[0] = arena.length
  judge.report(expander.fired, tally)
}
