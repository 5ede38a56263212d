/**
 * Finds operations that can go on for ever and never end: states from which no run brings the operation to its return.
 *
 * A second pass over a world that was searched to its end. It keeps all states and steps, then goes backwards from where
 * operations have ended. A run that stops the world (a fatal signal) or ends stuck counts as an end: those have
 * properties of their own.
 */
import type { World } from './compile.ts'
import { InternalError } from './errors.ts'
import { ExactSet } from './exact-set.ts'
import type { Property } from './property.ts'
import { type AnyScope, type initialStates, run } from './runner.ts'

export interface Livelock {
  /** The first state, as the search numbers them, from which the operation of `thread` can never return. */
  readonly state: number
  readonly thread: number
}

export function findLivelock(
  world: World,
  initial: ReturnType<typeof initialStates>,
  properties: readonly Property[],
): Livelock | undefined {
  const graph = graphOf(world, initial, properties)
  const { states, sources, firstSource, ended } = graph
  let found: Livelock | undefined
  world.placement.threads.forEach(({ control }, thread) => {
    const isIdle = (state: number) => ((states.word(state, control >> 2) >>> ((control & 2) * 8)) & 0xffff) === 0
    const ends = new Uint8Array(states.size)
    const open: number[] = []
    for (let state = 0; state < states.size; state++) {
      if (ended[state] === 0 && !isIdle(state)) continue
      ends[state] = 1
      open.push(state)
    }
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      for (let at = firstSource[state]!; at < firstSource[state + 1]!; at++) {
        const source = sources[at]!
        if (ends[source] === 1) continue
        ends[source] = 1
        open.push(source)
      }
    }
    const state = ends.indexOf(0)
    if (state >= 0 && (found === undefined || state < found.state)) found = { state, thread }
  })
  return found
}

/**
 * Says that the operation of some thread can never return from the state in the first words of `words`; undefined if it
 * can.
 */
export function saysEndless(world: World, words: Int32Array, properties: readonly Property[]): string | undefined {
  const root = { words: words.slice(0, world.placement.words), initial: 0 }
  const livelock = findLivelock(world, [root], properties)
  if (livelock?.state !== 0) return undefined
  const { control } = world.placement.threads[livelock.thread]!
  const { operation, at } = world.points[(words[control >> 2]! >>> ((control & 2) * 8)) & 0xffff]!
  return `${world.system.threads[livelock.thread]!.name} can go on for ever and never return (${operation} at ${at})`
}

interface Graph {
  readonly states: ExactSet
  /** Predecessors, all in one row; those of a state stand from `firstSource[state]` on. */
  readonly sources: Int32Array
  readonly firstSource: Int32Array
  /** 1 for a state with a step that stops the world, or in which nothing in flight can step. */
  readonly ended: Uint8Array
}

function graphOf(world: World, initial: ReturnType<typeof initialStates>, properties: readonly Property[]): Graph {
  const { words: width, signals, ghosts } = world.placement
  const fatals = properties.filter(property => property.kind === 'signal').filter(({ fatal }) => fatal)
  const states = new ExactSet(width)
  const saved = new Int32Array(width)
  const targets = new Row()
  const lasts = new Row()
  const ended: number[] = []
  let fatal = false
  let stops = false

  const judgeSignals = () => {
    let raised = 0
    for (let i = signals[0]; i < signals[0] + signals[1]; i++) raised |= words[i]!
    if (raised === 0) return
    if (fatals.some(property => property.check(scope as never) !== 0)) fatal = true
    for (let i = signals[0]; i < signals[0] + signals[1]; i++) words[i] = 0
  }
  const emit = () => {
    judgeSignals()
    for (let i = ghosts[0]; i < ghosts[0] + ghosts[1]; i++) words[i] = 0
    if (fatal) stops = true
    else targets.push(states.add(words))
    fatal = false
    for (let i = 0; i < width; i++) words[i] = saved[i]!
  }
  const runner = run(world, { emit, settle: judgeSignals }, false)
  const words = runner.words
  const scope: AnyScope = runner.scope

  for (const { words: root } of initial) states.add(root)
  for (let state = 0; state < states.size; state++) {
    states.load(state, saved)
    for (let i = 0; i < width; i++) words[i] = saved[i]!
    stops = false
    if (runner.expand() === 2) stops = true
    ended.push(stops ? 1 : 0)
    lasts.push(targets.length)
  }

  const firstSource = new Int32Array(states.size + 2)
  for (let at = 0; at < targets.length; at++) firstSource[targets.at(at) + 2]! += 1
  for (let state = 2; state < firstSource.length; state++) firstSource[state]! += firstSource[state - 1]!
  const sources = new Int32Array(targets.length)
  for (let state = 0, at = 0; state < states.size; state++)
    for (; at < lasts.at(state); at++) sources[firstSource[targets.at(at) + 1]!++] = state
  if (firstSource[states.size] !== targets.length)
    throw new InternalError('steps were lost while they were turned round')
  return { states, sources, firstSource, ended: Uint8Array.from(ended) }
}

/** Numbers, as many as come. */
class Row {
  private numbers = new Int32Array(1 << 12)
  length = 0

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const longer = new Int32Array(this.numbers.length * 2)
      longer.set(this.numbers)
      this.numbers = longer
    }
    this.numbers[this.length++] = number
  }

  at(index: number): number {
    return this.numbers[index]!
  }
}
