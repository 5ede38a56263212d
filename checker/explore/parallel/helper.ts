/**
 * A helper thread: builds the same world from its module, then works on level after level.
 */
import { workerData } from 'node:worker_threads'
import { shapeOf } from '../../compile/shape.ts'
import { compile } from '../../compile/world.ts'
import type { ModuleSource } from '../../declare/limits.ts'
import { expanderOf } from '../../expand/expander.ts'
import { Judge } from '../../expand/judge.ts'
import { Arena } from './arena.ts'
import { work } from './level.ts'
import { Control, MESSAGE, type SharedMemory, tallyIn } from './memory.ts'
import { SharedTable } from './shared-table.ts'

export interface HelperData {
  readonly memory: SharedMemory
  readonly source: ModuleSource
  readonly worker: number
  readonly audit: boolean
  /** Of the world that is searched. */
  readonly shape: string
}

const { memory, source, worker, audit, shape } = workerData as HelperData
const control = new Int32Array(memory.control)
try {
  const { system, properties } = await (await import(source.module))[source.name](source.argument)
  const world = compile(system, properties)
  if (shapeOf(world, properties) !== shape)
    throw new Error(`"${source.name}" of ${source.module} builds another world than the one that is searched`)
  const judge = new Judge(world, properties, memory.known)
  const expander = expanderOf(world, judge, audit)
  const part = {
    expander,
    judge,
    table: new SharedTable(memory, worker),
    arena: new Arena(memory, expander.stride),
    control,
    tally: tallyIn(memory.tallies[worker]!, world, judge),
    fresh: new Uint8Array(expander.batch.first.length),
  }
  let phase = 0
  Atomics.add(control, Control.ready, 1)
  for (;;) {
    Atomics.wait(control, Control.phase, phase)
    phase = Atomics.load(control, Control.phase)
    if (phase < 0) break
    work(part, () => {})
    arrive()
  }
} catch (error) {
  const text = new TextEncoder().encode(error instanceof Error ? error.message : String(error))
  new Uint8Array(memory.message).set(text.subarray(0, MESSAGE - 1))
  Atomics.store(control, Control.failed, 1)
  Atomics.store(control, Control.stop, 1)
  arrive()
}

function arrive(): void {
  Atomics.add(control, Control.arrived, 1)
  Atomics.notify(control, Control.arrived)
}
