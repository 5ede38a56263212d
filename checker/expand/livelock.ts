/**
 * Finds operations that can go on for ever and never end: states from which no run brings the operation to its return.
 *
 * It goes backwards from where operations have ended, through the steps of a world that was searched to its end. A run
 * that stops the world (a fatal signal) or ends stuck counts as an end: those have properties of their own.
 */
import type { initialStates } from '../compile/runner.ts'
import type { World } from '../compile/world.ts'
import { InternalError } from '../declare/errors.ts'
import type { Property } from '../declare/property.ts'
import type { Cut } from '../declare/result.ts'
import { supposing } from '../declare/system.ts'
import { GrowingRow } from '../store/row.ts'
import { type Graph, graphOf, type Patience } from './graph.ts'

export interface Livelock {
  /** The first state, as the search numbers them, from which the operation of `thread` can never return. */
  readonly state: number
  readonly thread: number
}

/** Walks the world once more for its steps. @returns what was found, or what cut the pass */
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
  const open = new GrowingRow()
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
  const { name } = world.system.threads[livelock.thread]!
  return supposing(world.system, `${name} can go on for ever and never return (${operation} at ${at})`)
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
