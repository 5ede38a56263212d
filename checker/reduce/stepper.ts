/**
 * Takes the steps of one thread of a state at a time, and lets the graph of local states take note of all they touch.
 */
import type { World } from '../compile.ts'
import { type Runner, run } from '../runner.ts'
import type { Look } from './ample.ts'
import { type Bits, bitsFor, include, meet, put } from './bits.ts'
import type { LocalGraph } from './local-graph.ts'
import type { LocalState } from './local-state.ts'
import type { Finder } from './paths.ts'

/** A successor of a state. */
export interface Step {
  readonly thread: number
  readonly event: number
  readonly words: Int32Array
}

export interface Taken extends Look {
  /** Steps taken, those included that end the world. */
  readonly count: number
  readonly steps: readonly Step[]
}

export class Stepper {
  /** The local state of every thread. */
  locals: readonly LocalState[] = []
  /** The vector that stands, in bytes. */
  readonly bytes: Uint8Array
  readonly fired: Uint8Array
  private readonly judge: Finder
  private readonly graph: LocalGraph
  private readonly world: World
  private readonly runner: Runner
  private readonly reads: Bits
  private readonly writes: Bits
  private readonly saved: Int32Array
  /** By thread: what came of its attempt, once it was made. */
  private taken: (Taken | undefined)[] = []
  private from: LocalState | undefined
  private steps: Step[] = []
  /** Steps that ended the world. */
  private ends = 0
  private fatal = false
  private readonly spent: readonly Bits[]

  constructor(world: World, graph: LocalGraph, judge: Finder) {
    this.world = world
    this.graph = graph
    this.judge = judge
    this.reads = bitsFor(graph.bytes)
    this.writes = bitsFor(graph.bytes)
    this.saved = new Int32Array(world.placement.words)
    this.spent = spentBy(world, graph.bytes)
    const sink = { emit: (event: number) => this.emit(event), settle: (returning: number) => this.settle(returning) }
    this.runner = run(world, sink, false, { reads: this.reads, writes: this.writes })
    this.bytes = this.runner.bytes
    this.fired = this.runner.fired
  }

  /** Lets a state stand. */
  load(words: Int32Array): void {
    this.saved.set(words)
    this.restore()
    this.taken = []
    this.locals = this.world.placement.threads.map((_, thread) => this.graph.at(thread, this.runner.halves))
  }

  /** All steps of a thread. */
  readonly look = (thread: number): Taken => {
    const known = this.taken[thread]
    if (known !== undefined) return known
    this.reads.fill(0)
    this.writes.fill(0)
    this.steps = []
    this.ends = 0
    this.from = this.locals[thread]!
    const able = this.runner.alone!(thread)
    if (!this.from.idle) this.graph.note(this.from, this.reads, this.writes, able, this.bytes)
    const taken = {
      able,
      reads: this.reads.slice(),
      writes: this.writes.slice(),
      fatal: this.ends > 0,
      count: this.steps.length + this.ends,
      steps: this.steps,
    }
    this.taken[thread] = taken
    return taken
  }

  /** Judges the state that stands by the state properties and goals that read one of these bytes; by all unless said. */
  judgeState(written?: Bits): void {
    const { judge, graph, reads, runner } = this
    runner.leave()
    judge.states.forEach((judged, index) => {
      if (written !== undefined && !meet(graph.reads(index), written)) return
      const { property } = judged
      reads.fill(0)
      if (property.holds === undefined || property.holds(runner.scope)) {
        judged.judged += 1
        if (judged.witness === undefined && property.check(runner.scope) !== 0) judge.found(judged, { state: 0 })
      }
      graph.noteJudged(index, reads)
    })
    judge.goals.forEach((each, index) => {
      const property = judge.states.length + index
      if (each.reached || (written !== undefined && !meet(graph.reads(property), written))) return
      reads.fill(0)
      each.reached = each.goal.reached(runner.scope)
      graph.noteJudged(property, reads)
    })
  }

  private restore(): void {
    this.runner.words.fill(0).set(this.saved)
  }

  private judgeSignals(): void {
    const { bytes, words, scope } = this.runner
    const [begin, length] = this.world.placement.signals
    let raised = 0
    for (let i = begin; i < begin + length; i++) raised |= words[i]!
    if (raised === 0) return
    if (this.judge.signal(scope, bytes, 0, 0)) this.fatal = true
    words.fill(0, begin, begin + length)
  }

  private settle(returning: number): void {
    this.judgeSignals()
    if (returning === 0) return
    if (!this.fatal) this.judge.returned(this.runner.scope, returning - 1, 0, 0)
    include(this.writes, this.spent[returning - 1]!)
  }

  private emit(event: number): void {
    const { runner, world, graph } = this
    this.judgeSignals()
    const thread = runner.scope.self
    this.judge.stepped(thread, event)
    if (this.fatal) this.ends += 1
    else {
      graph.leads(this.from!, graph.at(thread, runner.halves))
      this.steps.push({ thread, event, words: runner.words.slice(0, world.placement.words) })
    }
    this.fatal = false
    this.restore()
  }
}

/** By operation: the bytes of the state that are zeroed once it has returned. */
const spentBy = ({ system, flats, placement }: World, bytes: number): readonly Bits[] =>
  flats.map(({ operation }) => {
    const spent = bitsFor(bytes)
    for (const { name, offset, length, stored } of placement.fields)
      if (stored && system.spent?.[operation]?.includes(name))
        for (let byte = offset; byte < offset + length; byte++) put(spent, byte)
    return spent
  })
