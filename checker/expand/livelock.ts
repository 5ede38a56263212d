/**
 * Finds operations that can go on for ever and never end: states from which no run brings the operation to its return.
 *
 * A second pass over a world that was searched to its end. It keeps all states and steps, then goes backwards from where
 * operations have ended. A run that stops the world (a fatal signal) or ends stuck counts as an end: those have
 * properties of their own.
 */

import type { AnyScope, initialStates } from '../compile/runner.ts'
import type { World } from '../compile/world.ts'
import { InternalError } from '../declare/errors.ts'
import type { Property } from '../declare/property.ts'
import type { Cut } from '../declare/result.ts'
import { Level, Pool } from '../store/frontier.ts'
import { Row } from '../store/row.ts'
import { ExactSet } from '../store/seen/exact-set.ts'
import { Numbers } from '../store/seen/numbers.ts'
import { expanderOf } from './expander.ts'
import { Judge } from './judge.ts'

export interface Livelock {
  /** The first state, as the search numbers them, from which the operation of `thread` can never return. */
  readonly state: number
  readonly thread: number
}

/** What bounds the pass, as it bounds the search before it. */
export interface Patience {
  /** Memory it may take. */
  readonly bytes: number
  readonly seconds?: number
  readonly interrupted?: () => boolean
  /** Tells states apart as wholes instead of by fingerprint. */
  readonly exact?: boolean
}

/** @returns what was found, or what cut the pass */
export function findLivelock(
  world: World,
  initial: ReturnType<typeof initialStates>,
  properties: readonly Property[],
  patience: Patience,
): Livelock | Cut | undefined {
  const graph = graphOf(world, initial, properties, patience)
  return typeof graph === 'string' ? graph : endlessIn(graph, world.placement.threads.length)
}

/** The first state from which some thread never comes to be idle, and no end comes before that. */
export function endlessIn(graph: Graph, threads: number): Livelock | undefined {
  const { size, idle, ended, renamed } = graph
  const { sources, steps, firstSource } = turnedRound(graph)
  /** By renaming, by place: who comes to it. */
  const comers = renamed?.names.map(names => names.map((_, place) => names.indexOf(place)))
  /** By state, then thread: 1 where its operation may end. */
  const ends = new Uint8Array(size * threads)
  const open = new Row()
  for (let at = 0; at < ends.length; at++) {
    if (ended.at(Math.floor(at / threads)) === 0 && idle.at(at) === 0) continue
    ends[at] = 1
    open.push(at)
  }
  while (open.length > 0) {
    const end = open.pop()
    const state = Math.floor(end / threads)
    for (let at = firstSource[state]!; at < firstSource[state + 1]!; at++) {
      const place = end % threads
      const comer = renamed && steps ? comers![renamed.by.at(steps[at]!)]![place]! : place
      const source = sources[at]! * threads + comer
      if (ends[source] === 1) continue
      ends[source] = 1
      open.push(source)
    }
  }
  const first = ends.indexOf(0)
  return first < 0 ? undefined : { state: Math.floor(first / threads), thread: first % threads }
}

/**
 * Says that the operation of some thread can never return from the state in the first words of `words`; undefined if it
 * can.
 */
export function saysEndless(world: World, words: Int32Array, properties: readonly Property[]): string | undefined {
  const root = { words: words.slice(0, world.placement.words), initial: 0 }
  const livelock = findLivelock(world, [root], properties, { bytes: Number.POSITIVE_INFINITY })
  if (typeof livelock !== 'object' || livelock.state !== 0) return undefined
  const { control } = world.placement.threads[livelock.thread]!
  const { operation, at } = world.points[(words[control >> 2]! >>> ((control & 2) * 8)) & 0xffff]!
  return `${world.system.threads[livelock.thread]!.name} can go on for ever and never return (${operation} at ${at})`
}

export interface Graph {
  /** States. */
  readonly size: number
  /** By state, then thread: 1 where the thread is idle. */
  readonly idle: Row
  /** Successors, all in one row, and by state where its successors end. */
  readonly targets: Row
  readonly lasts: Row
  /** 1 for a state with a step that stops the world, or in which nothing in flight can step. */
  readonly ended: Row
  /** Where threads change places on the way to a successor: by successor, how; and by way of doing so, who goes where. */
  readonly renamed?: { readonly by: Row; readonly names: readonly (readonly number[])[] }
}

/**
 * Predecessors, all in one row; those of a state stand from `firstSource[state]` on. Where it matters, `steps` has for each
 * of them its place in the row of successors.
 */
function turnedRound({ size, targets, lasts, renamed }: Graph) {
  const firstSource = new Int32Array(size + 2)
  for (let at = 0; at < targets.length; at++) firstSource[targets.at(at) + 2]! += 1
  for (let state = 2; state < firstSource.length; state++) firstSource[state]! += firstSource[state - 1]!
  const sources = new Int32Array(targets.length)
  const steps = renamed && new Int32Array(targets.length)
  for (let state = 0, at = 0; state < size; state++) {
    for (; at < lasts.at(state); at++) {
      const to = firstSource[targets.at(at) + 1]!++
      sources[to] = state
      if (steps) steps[to] = at
    }
  }
  if (firstSource[size] !== targets.length) throw new InternalError('steps were lost while they were turned round')
  return { sources, steps, firstSource }
}

function graphOf(
  world: World,
  initial: ReturnType<typeof initialStates>,
  properties: readonly Property[],
  { bytes, seconds, interrupted, exact }: Patience,
): Graph | Cut {
  const started = performance.now()
  const judge = new Ends(world, properties)
  const expander = expanderOf(world, judge, false, true)
  judge.words = expander.words
  const { batch } = expander
  const fresh = new Uint8Array(batch.first.length)
  const numbers = exact ? new ExactSet(expander.packed) : new Numbers()
  /** The numbers of the batch; and in `fresh`, which of them are the first of their state. */
  const numbered = new Int32Array(batch.first.length)
  const lookUp = () => {
    if (numbers instanceof ExactSet) {
      let i = 0
      expander.sift(packed => {
        const known = numbers.size
        numbered[i] = numbers.number(packed)
        return numbered[i++] === known
      }, fresh)
      return
    }
    for (let i = 0; i < batch.size; i++) {
      const known = numbers.size
      numbered[i] = numbers.add(batch.first[i]!, batch.second[i]!)
      fresh[i] = numbered[i] === known ? 1 : 0
    }
  }
  const pool = new Pool(expander.stride)
  let level = new Level(pool)
  let next = new Level(pool)
  const targets = new Row()
  const lasts = new Row()
  for (const { words } of initial) {
    expander.root(words)
    lookUp()
    expander.keep(fresh, level)
  }
  for (;;) {
    const chunk = level.shift()
    if (chunk === undefined) {
      if (next.length === 0) break
      level = next
      next = new Level(pool)
      continue
    }
    if (interrupted?.()) return 'interrupted'
    if (seconds !== undefined && performance.now() - started > seconds * 1000) return 'time'
    // Twice the steps: they are turned round in the end.
    if (numbers.bytes + pool.bytes + 2 * targets.bytes + lasts.bytes + judge.bytes > bytes) return 'memory'
    for (let k = 0; k < chunk.count; ) {
      k = expander.expand(chunk, k, lasts.length)
      lookUp()
      for (let parent = 0, i = 0; parent < batch.block; parent++) {
        for (; i < batch.lasts[parent]!; i++) targets.push(numbered[i]!)
        lasts.push(targets.length)
      }
      expander.keep(fresh, next)
    }
    pool.free(chunk)
  }
  return { size: numbers.size, idle: judge.idle, targets, lasts, ended: judge.ended }
}

/** Notes of every state who is idle in it, and whether something ends there. */
class Ends extends Judge {
  readonly idle = new Row(1)
  readonly ended = new Row(1)
  words: Int32Array = new Int32Array(0)
  private readonly controls: readonly number[]
  private stops = false

  constructor(world: World, properties: readonly Property[]) {
    super(
      world,
      properties.filter(property => property.kind === 'signal' && property.fatal === true),
    )
    this.controls = world.placement.threads.map(({ control }) => control)
  }

  get bytes(): number {
    return this.idle.bytes + this.ended.bytes
  }

  override signal(scope: AnyScope, bytes: Uint8Array, state: number, ordinal: number): boolean {
    const fatal = super.signal(scope, bytes, state, ordinal)
    if (fatal) this.stops = true
    return fatal
  }

  override moved(mood: 0 | 1 | 2, _state: number): void {
    for (const control of this.controls)
      this.idle.push(((this.words[control >> 2]! >>> ((control & 2) * 8)) & 0xffff) === 0 ? 1 : 0)
    this.ended.push(this.stops || mood === 2 ? 1 : 0)
    this.stops = false
  }
}
