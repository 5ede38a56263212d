/**
 * A world on a working vector: loads a state, takes every step it has, hands each to a sink.
 */

import { DomainError, InputError, InternalError } from '../declare/errors.ts'
import { ASK } from '../declare/holding.ts'
import type { View } from '../declare/layout.ts'
import { commonCode } from './common-code.ts'
import { compiledSteps } from './flat-code.ts'
import { generate, stepsOf } from './generate.ts'
import type { Runtime, Sink, Taking } from './taking.ts'
import { copiesOf } from './vector/copies.ts'
import type { Facets } from './vector/facets.ts'
import { type Trap, watchedRow } from './vector/rows.ts'
import { sharedView } from './vector/view.ts'
import { entryPoint, type World } from './world.ts'

export interface Runner extends Taking {
  readonly bytes: Uint8Array
  /** The same memory in words; the first `placement.words` of them are the state. */
  readonly words: Int32Array
  /** The same memory in half words, for control points. */
  readonly halves: Uint16Array
  /** Per transition of the flattened operations, one after the other: 1 once it has fired. */
  readonly fired: Uint8Array
  /** Refuses the value of a number or of an entry. */
  outside(name: string, value: number, domain: number): void
}

/** Facets of the state that a step reads and writes, as bits: whoever takes the step empties them first. */
interface Watched {
  readonly facets: Facets
  readonly reads: Int32Array
  readonly writes: Int32Array
}

/** By world, its steps in the code that all worlds share. */
const known = new WeakMap<World, Runtime['steps']>()

/**
 * By code that all worlds share; who counts preemptions or watches steps asks for more, and runs code of its own.
 *
 * @param watched notes what steps read and write
 */
export const run = (world: World, sink: Sink, watched?: Watched): Runner =>
  watched === undefined && world.turn === undefined ? runShared(world, sink) : runOwn(world, sink, watched)

/** By code that is compiled for this runner alone. */
export function runOwn(world: World, sink: Sink, watched?: Watched): Runner {
  const { text, steps } = generate(world, watched ? 'watched' : 'plain')
  const made = steps.map(each => ({ ...each, make: compiledSteps(each.code, true) }))
  return runCode(world, new Function('runtime', text) as (runtime: Runtime) => Taking, made, sink, watched)
}

function runShared(world: World, sink: Sink): Runner {
  const steps = known.get(world) ?? stepsOf(world).map(each => ({ ...each, make: compiledSteps(each.code, false) }))
  known.set(world, steps)
  return runCode(world, runtime => commonCode(world, runtime), steps, sink)
}

function runCode(
  world: World,
  make: (runtime: Runtime) => Taking,
  steps: Runtime['steps'],
  sink: Sink,
  watched?: Watched,
): Runner {
  const { placement, flats, points } = world
  const buffer = new ArrayBuffer(placement.size)
  const bytes = new Uint8Array(buffer)
  const halves = new Uint16Array(buffer)
  const fired = new Uint8Array(flats.reduce((sum, flat) => sum + flat.transitions.length, 0))
  const step = () => points[halves[placement.threads[runner.scope.self]!.control / 2]!]!
  const where = () => {
    const { operation, at } = step()
    return `by thread ${runner.scope.self} in operation "${operation}" at "${at}"`
  }
  const trap: Trap = (what, how) => {
    throw new DomainError(`${what} ${how}`, runner.scope.self, step())
  }
  const located = (error: unknown): unknown =>
    error instanceof InternalError || error instanceof InputError || !(error instanceof Error)
      ? error
      : new InternalError(`${error.message}: ${where()}`, { cause: error })
  const copies = copiesOf(bytes, placement.fields, trap)
  const runtime = {
    B: bytes,
    C: halves,
    fired,
    emit: sink.emit,
    turn: world.turn,
    settle: sink.settle,
    trap,
    located,
    copies,
    watchedRow,
    ASK,
    ...watched,
    steps,
  }
  const { outside } = copies
  const runner: Runner = { bytes, words: new Int32Array(buffer), halves, fired, outside, ...make(runtime) }
  return runner
}

/**
 * The distinct initial states of a world, each with the index of the first setter that gives it.
 *
 * @throws InputError when a setter leaves a domain
 */
export function initialStates(world: World): { readonly words: Int32Array; readonly initial: number }[] {
  const { system, placement } = world
  const bytes = new Uint8Array(placement.size)
  let setter = 0
  const trap: Trap = (what, how) => {
    throw new InputError(`initial state ${setter} is no state of this world: ${what} ${how}`)
  }
  const { rows, touched, renew, flush, outside } = copiesOf(bytes, placement.fields, trap)
  const shared = sharedView(placement, { B: bytes, rows, touched, outside }) as View<never>
  const halves = new Uint16Array(bytes.buffer)
  const found: { words: Int32Array; initial: number }[] = []
  system.initial.forEach((set, initial) => {
    bytes.fill(0)
    renew()
    setter = initial
    set(shared)
    flush()
    system.threads.forEach(({ calls, within }, thread) => {
      const { control, budgets, frame } = placement.threads[thread]!
      calls.forEach(({ times }, call) => {
        const budget = budgets[call]
        if (budget !== undefined && times !== 'any') bytes[budget] = times
      })
      if (!within) return
      halves[control / 2] = entryPoint(world, within.operation)
      for (const [name, value] of Object.entries(within.args ?? {}))
        bytes[frame + placement.locals.find(local => local.name === name)!.offset] = value
    })
    const words = new Int32Array(bytes.buffer.slice(0, placement.words * 4))
    const same = (other: Int32Array) => other.every((word, index) => word === words[index])
    if (!found.some(state => same(state.words))) found.push({ words, initial })
  })
  return found
}
