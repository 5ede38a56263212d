/**
 * Takes the steps of one thread from a state, or asks a promise about one, and watches what is read and written.
 */

import { answered, breaks } from '../compile/answers.ts'
import { spentBy } from '../compile/generate.ts'
import { type Runner, run } from '../compile/runner.ts'
import type { Facets } from '../compile/vector/facets.ts'
import type { World } from '../compile/world.ts'
import type { Property } from '../declare/property.ts'
import { Judge } from '../expand/judge.ts'
import { type Bits, bitsFor, include, members, put } from './local/bits.ts'
import type { LocalGraph } from './local/local-graph.ts'
import type { LocalState, LocalStep, Taken } from './local/local-state.ts'

/** A property that a step broke: its index among all that are no goals. */
interface Breach {
  readonly event: number
  readonly property: number
}

export interface Attempt {
  readonly taken: Taken
  /** Bytes of the shared state that it rests on. */
  readonly bytes: readonly number[]
  readonly breaches: readonly Breach[]
  /** By property that is no goal: how often it was judged. */
  readonly judged: readonly number[]
  /** Transitions of the flattened operations that fired. */
  readonly fired: readonly number[]
}

/** The verdict of a state property or a goal on a state. */
export interface Answer {
  /** BROKEN, or that a goal is reached; JUDGED, and stands; or 0. */
  readonly verdict: number
  readonly reads: Bits
  /** Bytes of the shared state that it rests on. */
  readonly bytes: readonly number[]
}
export const JUDGED = 1
export const BROKEN = 2

export class Attempts {
  private readonly world: World
  private readonly graph: LocalGraph
  private readonly judge: Breaches
  private readonly runner: Runner
  private readonly reads: Bits
  private readonly writes: Bits
  /** By operation, then thread: the bytes of the state that are zeroed once its call has returned. */
  private readonly spent: readonly (readonly Bits[])[]
  // Of the attempt that is being made.
  private from: Int32Array = new Int32Array(0)
  private written: Bits
  private steps: LocalStep[] = []
  private breaches: Breach[] = []
  private ends = 0
  private fatal = false

  constructor(world: World, graph: LocalGraph, properties: readonly Property[]) {
    this.world = world
    this.graph = graph
    this.judge = new Breaches(world, properties)
    this.reads = bitsFor(graph.facets.size)
    this.writes = bitsFor(graph.facets.size)
    this.written = bitsFor(graph.facets.size)
    this.spent = spentIn(world, graph.facets)
    const sink = { emit: (event: number) => this.emit(event), settle: (returning: number) => this.settle(returning) }
    this.runner = run(world, sink, { reads: this.reads, writes: this.writes, facets: graph.facets })
  }

  /** All steps of a thread whose part of the state this is. */
  step(local: LocalState, from: Int32Array): Attempt {
    const { runner, reads, judge } = this
    this.begin(from)
    this.writes.fill(0)
    this.written = bitsFor(this.graph.facets.size)
    this.steps = []
    this.breaches = []
    this.ends = 0
    runner.fired.fill(0)
    const able = runner.alone!(local.thread)
    const { steps, ends, written, breaches } = this
    return {
      taken: { able, reads: reads.slice(), writes: written, fatal: ends > 0, count: steps.length + ends, steps },
      bytes: this.restsOn(),
      breaches,
      judged: judge.counts(),
      fired: [...runner.fired.keys()].filter(transition => runner.fired[transition] === 1),
    }
  }

  /** @param index among state properties, then goals */
  ask(index: number, from: Int32Array): Answer {
    const { runner, judge, reads } = this
    this.begin(from)
    runner.leave()
    const judged = judge.states[index]
    let verdict = 0
    if (judged === undefined) {
      const { goal } = judge.goals[index - judge.states.length]!
      if (answered(goal, 'reached', goal.reached(runner.scope))) verdict = BROKEN
    } else {
      const { property } = judged
      const { holds, check } = property
      if (holds === undefined || answered(property, 'holds', holds(runner.scope)))
        verdict = breaks(property, check(runner.scope)) ? BROKEN : JUDGED
    }
    this.written = bitsFor(this.graph.facets.size)
    return { verdict, reads: reads.slice(), bytes: this.restsOn() }
  }

  /** Bytes that were read; and those that name threads and were written, for which answers changed rests on them, too. */
  private restsOn(): readonly number[] {
    const { facets } = this.graph
    const read = members(this.reads).map(facet => facets.byteOf[facet]!)
    const written = members(this.written).filter(facet => facet < facets.bytes && facets.names(facet))
    return [...new Set([...read, ...written])].sort((a, b) => a - b)
  }

  private begin(from: Int32Array): void {
    this.from = from
    this.restore()
    this.runner.renew()
    this.reads.fill(0)
  }

  private restore(): void {
    this.runner.words.fill(0).set(this.from)
  }

  private judgeSignals(): void {
    const { words, bytes, scope } = this.runner
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
    const { scope } = this.runner
    if (!this.fatal) this.judge.returned(scope, returning - 1, 0, 0)
    const { system, flats } = this.world
    const spends = system.spendsIf?.[flats[returning - 1]!.operation]
    // A byte that stays as it is may be another one in the next state in which the step is taken.
    if (!spends || spends(scope)) include(this.writes, this.spent[returning - 1]![scope.self]!)
  }

  private emit(event: number): void {
    const { runner, world, graph, writes, judge } = this
    this.judgeSignals()
    for (const property of judge.broke.splice(0)) this.breaches.push({ event, property })
    if (this.fatal) this.ends += 1
    else {
      const bytes = members(writes).filter(facet => facet < graph.facets.bytes)
      this.steps.push({
        event,
        to: graph.at(runner.scope.self, runner.words.subarray(0, world.placement.words)),
        bytes,
        values: bytes.map(byte => runner.bytes[byte]!),
      })
    }
    include(this.written, writes)
    writes.fill(0)
    this.fatal = false
    this.restore()
  }
}

/** Tells of every breach, not only of the first one of each property. */
class Breaches extends Judge {
  /** Properties that were found broken, since this was emptied. */
  readonly broke: number[] = []
  private readonly inOrder = this.all

  override found(judged: { property: unknown }): void {
    this.broke.push(this.inOrder.findIndex(({ property }) => property === judged.property))
  }

  /** How often each was judged since it was asked. */
  counts(): readonly number[] {
    return this.inOrder.map(each => {
      const { judged } = each
      each.judged = 0
      return judged
    })
  }
}

const spentIn = (world: World, { size, byteOf }: Facets): Bits[][] =>
  world.flats.map(({ operation }) => {
    const fields = spentBy(world, operation)
    return world.placement.threads.map((_, thread) => {
      const spent = bitsFor(size)
      byteOf.forEach((byte, facet) => {
        if (fields.some(({ offset, length, each }) => isWithin(byte, offset + thread * each, length))) put(spent, facet)
      })
      return spent
    })
  })

const isWithin = (byte: number, offset: number, length: number): boolean => byte >= offset && byte < offset + length
