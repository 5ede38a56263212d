/**
 * The two lives of a machine, walked side by side: xstate's own `transition()`, and the compiled successor function.
 *
 * All threads of a system move, so that branches which wait for another thread run too. After every step the shared
 * fields, the signals raised, every thread's place, its live locals and its possible events must be the same.
 */
import fc from 'fast-check'
import { expect } from 'vitest'
import { initialTransition, transition } from 'xstate'
import { initialStates } from '../../../checker/compile/runner.ts'
import { compile, type World } from '../../../checker/compile/world.ts'
import type { AnySystem, Cells, Field, Machine, Property } from '../../../checker/index.ts'
import { type Element, elementOf, parsePath } from '../../../checker/trace/path.ts'
import { Walk } from '../../../checker/trace/walk.ts'

type Plain = Record<string, number | Uint8Array>
type Locals = Record<string, number>
interface Life {
  readonly operation: string
  readonly machine: Machine
  /** What xstate made of it. */
  snapshot: { value: unknown; status: string; context: Record<string, unknown> }
}

/** Walks random paths of a system through both lives. */
export function expectLivesToAgree(system: AnySystem, { runs = 30, steps = 60 } = {}): void {
  const walk = livesOf(system)
  fc.assert(
    fc.property(fc.nat(system.initial.length - 1), picksOf(steps), (initial, picks) => walk(initial, picks)),
    { numRuns: runs },
  )
}

/** What a walk of up to so many steps picks. */
export const picksOf = (steps: number) => fc.array(fc.nat(), { minLength: 1, maxLength: steps, size: 'max' })

export const walkBoth = (system: AnySystem, initial: number, picks: readonly number[]): void =>
  livesOf(system)(initial, picks)

/**
 * Both lives of a system, compiled once. Each call is a walk: `picks[i]` (modulo their number) chooses among the steps
 * that are possible.
 */
export function livesOf(system: AnySystem): (initial: number, picks: readonly number[]) => void {
  const fields = Object.entries(system.fields as Record<string, Field>)
  const withRole = (role: string) =>
    fields.flatMap(([name, field]) => ('role' in field && field.role === role ? [name] : []))
  const everyGhost: Property = { kind: 'goal', name: 'ghosts', reached: () => true, ghosts: withRole('ghost') }
  const signals = withRole('signal')
  const world = compile(system, [everyGhost])
  const machines = new Map(world.flats.map(({ operation }) => [operation, system.operations[operation]!()]))
  const starts = initialStates(world)
  return (initial, picks) => {
    const start = starts.find(state => state.initial === initial)
    // otherwise it is equal to an earlier one
    if (start) walkOn({ system, world, machines, fields, signals }, start, picks)
  }
}

interface Ready {
  readonly system: AnySystem
  readonly world: World
  readonly machines: ReadonlyMap<string, Machine>
  readonly fields: readonly (readonly [string, Field])[]
  readonly signals: readonly string[]
}

function walkOn(
  { system, world, machines, fields, signals }: Ready,
  { words, initial }: ReturnType<typeof initialStates>[number],
  picks: readonly number[],
): void {
  const { shared: sharedWord, locals: localsWord } = world.words
  const walk = new Walk(world, [], words)
  const names = world.flats.flatMap(flat => Object.keys(flat.locals))

  const plain: Plain = {}
  for (const [name, field] of fields)
    plain[name] = field.kind === 'cells' ? new Uint8Array(field.length) : field.kind === 'cell' ? 0 : field.value
  system.initial[initial]!(plain as never)
  for (const name of signals) plain[name] = 0
  const lives: (Life | undefined)[] = system.threads.map(() => undefined)

  const begin = (self: number, operation: string, args: Readonly<Locals>) => {
    const machine = machines.get(operation)!
    const locals = { ...Object.fromEntries(names.map(name => [name, 0])), ...args }
    const input = { [sharedWord]: structuredClone(plain), [localsWord]: locals, self }
    lives[self] = { operation, machine, snapshot: initialTransition(machine, input as never)[0] as never }
  }
  const go = (self: number, event: string): Locals | undefined => {
    const life = lives[self]!
    const [next] = transition(life.machine, stateOf(life), { type: event } as never)
    life.snapshot = next as never
    Object.assign(plain, life.snapshot.context[sharedWord])
    return life.snapshot.status === 'done' ? undefined : (life.snapshot.context[localsWord] as Locals)
  }
  /** The thread where xstate left it, in the world as it is now. */
  const stateOf = ({ machine, snapshot }: Life) =>
    machine.resolveState({
      value: snapshot.value as never,
      context: { ...snapshot.context, [sharedWord]: structuredClone(plain) } as never,
    })
  const enabled = (life: Life): string[] => {
    const snapshot = stateOf(life)
    const point = world.points.find(
      ({ operation, at }) => operation === life.operation && at === dotted(life.snapshot.value),
    )!
    return point.events.filter(type => (life.machine.getTransitionData(snapshot, { type } as never) ?? []).length > 0)
  }
  const compare = (where: string) => {
    const { shared, threads } = walk.state()
    const expected = Object.fromEntries(
      fields.flatMap(([name, { kind }]) =>
        kind === 'constant' ? [] : [[name, kind === 'cells' ? [...(plain[name] as Uint8Array)] : plain[name]]],
      ),
    )
    expect(shared, `shared fields ${where}`).toEqual(expected)
    const elements = walk.elements()
    threads.forEach((thread, self) => {
      const life = lives[self]
      expect([thread.operation, thread.at], `place of thread ${self} ${where}`).toEqual(
        life ? [life.operation, dotted(life.snapshot.value)] : ['', ''],
      )
      if (!life) return
      const locals = life.snapshot.context[localsWord] as Locals
      for (const name of names) if (!Object.hasOwn(thread.locals, name)) locals[name] = 0
      expect(thread.locals, `live locals of thread ${self} ${where}`).toEqual(
        Object.fromEntries(Object.keys(thread.locals).map(name => [name, locals[name]])),
      )
      const point = world.points.find(({ operation, at }) => operation === thread.operation && at === thread.at)!
      const possible = point.events.filter((_, event) => elements.includes(elementOf(self, event)))
      expect(possible, `possible events of thread ${self} ${where}`).toEqual(enabled(life))
    })
  }

  system.threads.forEach(({ within }, self) => {
    if (within) begin(self, within.operation, within.args ?? {})
  })
  compare('at the start')
  const path: string[] = []
  for (const pick of picks) {
    const elements = walk.elements()
    if (elements.length === 0) return
    const { thread, event } = chosenBy(pick, elements, thread => lives[thread] !== undefined)
    path.push(elementOf(thread, event))
    const where = `after ${path.join('.')}`
    const { step } = walk.take((whose, which) => whose === thread && which === event)!
    if (step.starts) begin(thread, step.operation, step.starts)
    else if (go(thread, step.event) === undefined) {
      lives[thread] = undefined
      for (const name of system.spent?.[step.operation] ?? []) {
        const value = plain[name]!
        const { threads } = system.fields[name] as Cells
        const each = threads?.as === 'entries' ? threads.each : undefined
        if (typeof value === 'number') plain[name] = 0
        else if (each === undefined) value.fill(0)
        else value.fill(0, thread * each, (thread + 1) * each)
      }
    }
    const raised = step.changes.filter(({ field }) => signals.includes(field)).map(({ field, after }) => [field, after])
    expect(raised, `signals ${where}`).toEqual(
      signals.filter(name => plain[name] !== 0).map(name => [name, plain[name]]),
    )
    for (const name of signals) plain[name] = 0
    compare(where)
  }
}

/** Inside a call, three out of four times its first event stands in for another, so that walks get far. */
function chosenBy(pick: number, elements: readonly string[], isInside: (thread: number) => boolean): Element {
  const drawn = parsePath(elements[pick % elements.length]!)[0]!
  const first = { ...drawn, event: 0 }
  const rather = isInside(drawn.thread) && (pick >> 8) % 4 !== 0 && elements.includes(elementOf(first.thread, 0))
  return rather ? first : drawn
}

/** `{ a: { b: 'c' } }` as `a.b.c`. */
const dotted = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value as Record<string, unknown>)
        .map(([key, inner]) => `${key}.${dotted(inner)}`)
        .join()
