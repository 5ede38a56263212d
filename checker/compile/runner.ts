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

/** By world, the code that was compiled for it last. */
const compiled = new WeakMap<World, RunnerCode>()

interface RunnerCode {
  /** No other world runs any of it. */
  readonly own: boolean
  readonly make: (runtime: Runtime) => Taking
  readonly steps: Runtime['steps']
}

/** By code that is compiled for this runner alone. @param watched notes what steps read and write */
export const run = (world: World, sink: Sink, watched?: Watched): Runner =>
  runCode(world, codeFor(world, true, watched), sink, watched)

/** By code whose steps all worlds share that have the operation. */
export const runShared = (world: World, sink: Sink): Runner => runCode(world, codeFor(world, false), sink)

/** For few steps: by code that was compiled for the world before, if there is any. */
export const runBriefly = (world: World, sink: Sink): Runner =>
  runCode(world, compiled.get(world) ?? codeFor(world, false), sink)

function codeFor(world: World, large: boolean, watched?: Watched): RunnerCode {
  // Who counts preemptions asks for more than the code of all worlds does.
  const own = large || world.turn !== undefined
  const { text, steps } = own ? generate(world, watched ? 'watched' : 'plain') : { text: '', steps: stepsOf(world) }
  const code = {
    own,
    make: own ? (new Function('runtime', text) as RunnerCode['make']) : (given: Runtime) => commonCode(world, given),
    steps: steps.map(each => ({ ...each, make: compiledSteps(each.code, own) })),
  }
  if (!watched) compiled.set(world, code)
  return code
}

function runCode(world: World, { own, make, steps }: RunnerCode, sink: Sink, watched?: Watched): Runner {
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
  const copies = copiesOf(bytes, placement.fields, trap, own)
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
  const { rows, renew, flush, outside } = copiesOf(bytes, placement.fields, trap, false)
  const shared = sharedView(placement, { B: bytes, rows, outside }) as View<never>
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
