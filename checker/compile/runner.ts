/**
 * A world on a working vector: loads a state, takes every step it has, hands each to a sink.
 */

import { DomainError, InputError, InternalError } from '../declare/errors.ts'
import { ASK } from '../declare/holding.ts'
import type { Row, View } from '../declare/layout.ts'
import { copiesOf } from './copies.ts'
import type { Facets } from './facets.ts'
import { compiledSteps, type MakeSteps } from './flat-code.ts'
import { generate, type Steps } from './generate.ts'
import { type Trap, watchedRow } from './rows.ts'
import { localsView, sharedView } from './view.ts'
import { entryPoint, type World } from './world.ts'

/** Told of every step while the working vector shows what the step made of the state. */
export interface Sink {
  /** The step of `scope.self` at event `event` is done; the sink puts the vector back. */
  emit(event: number): void
  /** Locals are about to be zeroed; `returning` is 0, or 1 + the index of the operation that ends. */
  settle(returning: number): void
}

/** The argument of guards, effects and checks: one object, its thread changed in place. */
export interface AnyScope {
  self: number
  readonly [word: string]: unknown
}

export interface Runner {
  readonly bytes: Uint8Array
  /** The same memory in words; the first `placement.words` of them are the state. */
  readonly words: Int32Array
  /** The same memory in half words, for control points. */
  readonly halves: Uint16Array
  readonly scope: AnyScope
  /** Rows of the shared state, in the order of the fields. */
  readonly rows: readonly Row[]
  /** Refuses the value of a number or of an entry. */
  outside(name: string, value: number, domain: number): void
  /** To be called whenever somebody else has changed the vector. */
  renew(): void
  /** The same, where only the word changed that begins at this byte. */
  renewWord(at: number): void
  /** Per transition of the flattened operations, one after the other: 1 once it has fired. */
  readonly fired: Uint8Array
  /** Takes every possible step. 0: no operation in flight, 1: one that is can step, 2: none that is can step. */
  expand(): 0 | 1 | 2
  /** Takes the steps of one thread, where steps are watched. @returns whether it is inside a call and can step */
  readonly alone: ((thread: number) => boolean) | undefined
  /** Lets the scope show the locals of a thread. */
  enter(thread: number): void
  /** Lets the scope show no thread: locals read 0. */
  leave(): void
}

/** Facets of the state that a step reads and writes, as bits: whoever takes the step empties them first. */
export interface Watched {
  readonly facets: Facets
  readonly reads: Int32Array
  readonly writes: Int32Array
}

/** By world, the code that was compiled for it last. */
const compiled = new WeakMap<World, Code>()

interface Code {
  /** No other world runs any of it. */
  readonly own: boolean
  readonly make: (runtime: object) => unknown
  readonly steps: readonly (Steps & { readonly make: MakeSteps })[]
}

/** By code that is compiled for this runner alone. @param watched notes what steps read and write */
export const run = (world: World, sink: Sink, watched?: Watched): Runner =>
  runCode(world, codeFor(world, true, watched), sink, watched)

/** By code whose steps all worlds share that have the operation. */
export const runShared = (world: World, sink: Sink): Runner => runCode(world, codeFor(world, false), sink)

/** For few steps: by code that was compiled for the world before, if there is any. */
export const runBriefly = (world: World, sink: Sink): Runner =>
  runCode(world, compiled.get(world) ?? codeFor(world, false), sink)

function codeFor(world: World, own: boolean, watched?: Watched): Code {
  const { text, steps } = generate(world, watched ? 'watched' : 'plain', own)
  const code = {
    own,
    make: new Function('runtime', text) as Code['make'],
    steps: steps.map(each => ({ ...each, make: compiledSteps(each.code, own) })),
  }
  if (!watched) compiled.set(world, code)
  return code
}

function runCode(world: World, { own, make, steps }: Code, sink: Sink, watched?: Watched): Runner {
  const { placement, flats, points } = world
  const buffer = new ArrayBuffer(placement.size)
  const bytes = new Uint8Array(buffer)
  const halves = new Uint16Array(buffer)
  const fired = new Uint8Array(flats.reduce((sum, flat) => sum + flat.transitions.length, 0))
  const where = () => {
    const { self } = runner.scope
    const { operation, at } = points[halves[placement.threads[self]!.control / 2]!]!
    return `by thread ${self} in operation "${operation}" at "${at}"`
  }
  const trap: Trap = (what, how) => {
    throw new DomainError(`${what} ${how}: ${where()}`)
  }
  /** An error of a guard or an effect, with the step in which it was thrown. */
  const located = (error: unknown): unknown =>
    error instanceof InternalError || error instanceof InputError || !(error instanceof Error)
      ? error
      : new InternalError(`${error.message}: ${where()}`, { cause: error })
  const copies = copiesOf(bytes, placement.fields, trap, own)
  const frame = Int32Array.of(placement.nowhere)
  const shown = { B: bytes, rows: copies.rows, outside: copies.outside }
  const runtime = {
    ...(!own && { shared: sharedView(placement, shown), locals: localsView(placement, shown, frame), frame }),
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
  const generated = make(runtime) as Pick<
    Runner,
    'scope' | 'rows' | 'renew' | 'renewWord' | 'expand' | 'alone' | 'enter' | 'leave'
  >
  const { outside } = copies
  const runner: Runner = { bytes, words: new Int32Array(buffer), halves, fired, outside, ...generated }
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
