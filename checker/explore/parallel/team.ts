/**
 * The worker threads of one search, and the one that leads them.
 */
import { Worker } from 'node:worker_threads'
import { shapeOf } from '../../compile/shape.ts'
import type { World } from '../../compile/world.ts'
import { InternalError } from '../../declare/errors.ts'
import type { Workers } from '../../declare/limits.ts'
import type { Cut } from '../../declare/result.ts'
import type { Expander } from '../../expand/expander.ts'
import type { Judge, Tally } from '../../expand/judge.ts'
import type { Saved } from '../../store/checkpoint-file.ts'
import type { Level } from '../../store/frontier.ts'
import type { Table } from '../../store/seen/table.ts'
import type { Spill } from '../../store/spill.ts'
import { Arena } from './arena.ts'
import type { HelperData } from './helper.ts'
import { type LevelPart, work } from './level.ts'
import { Control, reserve, type SharedMemory, tallyIn } from './memory.ts'
import { SharedTable } from './shared-table.ts'

interface Counts {
  readonly states: number
  readonly transitions: number
}

export class Team {
  /** Of all workers, the leader first. */
  readonly tallies: readonly Tally[]
  private readonly memory: SharedMemory
  private readonly control: Int32Array
  private readonly part: LevelPart
  private readonly table: SharedTable
  private readonly arena: Arena
  private readonly helpers: readonly Worker[]

  private readonly disk: Spill | undefined

  /** @param bytes memory the search may take */
  constructor(
    world: World,
    judge: Judge,
    expander: Expander,
    workers: Workers,
    bytes: number,
    audit: boolean,
    disk?: Spill,
  ) {
    const { count, source } = workers
    this.memory = reserve(bytes, expander.stride, world, judge, count, disk !== undefined)
    this.disk = disk
    const { memory } = this
    this.control = new Int32Array(memory.control)
    this.control[Control.disk] = disk?.fd ?? -1
    this.tallies = memory.tallies.map(buffer => tallyIn(buffer, world, judge))
    this.table = new SharedTable(memory, 0)
    this.arena = new Arena(memory, expander.stride)
    const { table, arena, control } = this
    const fresh = new Uint8Array(expander.batch.first.length)
    this.part = { expander, judge, table, arena, control, tally: this.tallies[0]!, fresh }
    const script = import.meta.url.endsWith('.ts') ? '../../../dist/checker/explore/parallel/helper.js' : './helper.js'
    const shape = shapeOf(world, judge.properties)
    this.helpers = Array.from({ length: count - 1 }, (_, index) => {
      const workerData: HelperData = { memory, source, worker: index + 1, audit, shape }
      const helper = new Worker(new URL(script, import.meta.url), { workerData })
      helper.unref()
      // A helper that cannot report an error never gets ready.
      helper.on('error', () => {})
      return helper
    })
  }

  get bytes(): number {
    return this.table.bytes + this.arena.bytes
  }

  /** Whether all have built their world. @param wait asks until they have, or one has failed */
  ready(wait: boolean): boolean {
    const { control } = this
    const latest = performance.now() + GIVEN_UP
    for (;;) {
      this.refuseFailure()
      if (wait && performance.now() > latest) throw new InternalError('helper threads do not start')
      const ready = Atomics.load(control, Control.ready)
      if (ready === this.helpers.length || !wait) return ready === this.helpers.length
      Atomics.wait(control, Control.ready, ready, PATIENCE)
    }
  }

  /** Whether there is room for what one thread has seen and what it has yet to expand. */
  holds(table: Table, level: Level): boolean {
    return this.table.holds(table) && (this.disk !== undefined || this.arena.holds(level.length))
  }

  /** Takes over what one thread has seen and what it has yet to expand, all of it at one depth, and leaves it nothing. */
  takeOver(table: Table, level: Level, depth: number, counts: Counts): void {
    const { control, arena } = this
    this.table.fill(table)
    table.drop()
    // Chunks go to the level after the current one, which is therefore the one before `depth` while they are copied.
    control[Control.depth] = depth - 1
    for (let chunk = level.shift(); chunk !== undefined; chunk = level.shift()) {
      const to = arena.last()
      to.records.set(chunk.records)
      to.count = chunk.count
      arena.publish()
      this.makeRoom()
    }
    arena.length = counts.states
    this.tallies[0]!.counts.set([counts.states, counts.transitions])
    this.advance()
  }

  /** Makes the level that was filled the current one. @returns whether it has states */
  advance(): boolean {
    const { control } = this
    if (this.disk) this.arena.forget(this.disk)
    const length = control[Control.next]!
    control[Control.depth]! += 1
    control[Control.length] = length
    control[Control.cursor] = 0
    control[Control.next] = 0
    return length > 0
  }

  /** Works on a level until it is done, `check` cuts it, or there is a reason to `pause`. */
  expand(check: () => Cut | undefined, pause: () => boolean): Cut | undefined {
    const { control } = this
    let cut: Cut | undefined
    const between = () => {
      if (cut === undefined) cut = check()
      if (cut !== undefined || pause()) Atomics.store(control, Control.stop, 1)
    }
    Atomics.store(control, Control.stop, 0)
    Atomics.store(control, Control.arrived, 0)
    Atomics.add(control, Control.phase, 1)
    Atomics.notify(control, Control.phase)
    work(this.part, between)
    for (;;) {
      const arrived = Atomics.load(control, Control.arrived)
      if (arrived >= this.helpers.length) break
      Atomics.wait(control, Control.arrived, arrived, PATIENCE)
      between()
    }
    this.refuseFailure()
    return !this.lost && this.makeRoom() && control[Control.narrow] === 0 ? cut : 'memory'
  }

  /** Whether states were lost for want of memory. */
  get lost(): boolean {
    return Atomics.load(this.control, Control.full) !== 0
  }

  /** Puts what waits on disk if chunks run out. @returns whether there are chunks again */
  private makeRoom(): boolean {
    const { control, arena, disk } = this
    if (control[Control.crowded] === 0) return true
    if (disk === undefined || !arena.spill(disk)) return false
    control[Control.crowded] = 0
    return true
  }

  /** States that wait to be expanded. */
  get waiting(): number {
    return this.arena.states(false) + this.arena.states(true)
  }

  /** What a checkpoint keeps of the states: those that were seen, those of the level that wait, those of the next. */
  get parts(): readonly [Saved, Saved, Saved] {
    const { table, arena } = this
    const save = (next: boolean): Saved => ({ save: out => arena.save(out, next) })
    return [table, save(false), save(true)]
  }

  /** Whether every chunk of the level was taken, and so expanded. */
  get levelIsDone(): boolean {
    return this.control[Control.cursor]! >= this.control[Control.length]! && !this.lost
  }

  /** Whether states of the next level were found. */
  get hasNext(): boolean {
    return this.control[Control.next]! > 0
  }

  /** Judges what is left in the current level and in the next. */
  judgeRest(): void {
    const { expander, judge, tally } = this.part
    for (const last of [false, true]) {
      judge.depth = this.control[Control.depth]!
      for (let chunk = this.arena.takeAny(); chunk !== undefined; chunk = this.arena.takeAny())
        expander.judge(chunk, 0, 0)
      if (!last) this.advance()
    }
    judge.report(expander.fired, tally)
  }

  get counts(): Counts {
    const sum = (index: number) => this.tallies.reduce((total, { counts }) => total + counts[index]!, 0)
    return { states: sum(0), transitions: sum(1) }
  }

  /** Whether any worker saw a property broken. */
  get broken(): boolean {
    return this.tallies.some(({ broken }) => broken.some(at => at !== 0))
  }

  end(): void {
    Atomics.store(this.control, Control.phase, -1)
    Atomics.notify(this.control, Control.phase)
  }

  private refuseFailure(): void {
    if (Atomics.load(this.control, Control.failed) === 0) return
    const text = new Uint8Array(this.memory.message)
    const message = new TextDecoder().decode(text.slice(0, text.indexOf(0)))
    this.end()
    throw new InternalError(`a helper thread failed: ${message}`)
  }
}

/** Milliseconds the leader sleeps before it looks after time and interrupts again. */
const PATIENCE = 50
/** Milliseconds after which helpers that were waited for will not come. */
const GIVEN_UP = 60_000
