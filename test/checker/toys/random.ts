/**
 * Random worlds: a plain description, the system it stands for, and a naive search of the description that shares no
 * code with the engine.
 */
import fc from 'fast-check'
import {
  cell,
  cells,
  type Fields,
  operation,
  type Property,
  type ScopeOf,
  type System,
  type View,
} from '../../../checker/index.ts'

const VALUES = 3
const NUMBERS = 2
const ENTRIES = 2

/** A place a guard or effect speaks of: the numbers, then the entries of the row, then the local. */
type Spot = number
const SPOTS = NUMBERS + ENTRIES + 1

interface Rule {
  readonly guard: { readonly spot: Spot; readonly is: number } | null
  readonly effect: { readonly spot: Spot; readonly add: number } | null
  /** Point it leads to; the number of points stands for the return; null stays. */
  readonly to: number | null
}
/** By point, by event: candidates. */
interface Code {
  readonly points: readonly (readonly (readonly Rule[])[])[]
}
export interface Description {
  readonly codes: readonly Code[]
  readonly threads: readonly {
    readonly code: number
    readonly times: number | 'any'
    readonly args: readonly number[]
  }[]
  readonly initial: readonly (readonly number[])[]
  /** Broken where a spot has a value. */
  readonly bad: { readonly spot: number; readonly is: number }
}

const spot = fc.nat(SPOTS - 1)
const value = fc.nat(VALUES - 1)
const ruleOf = (points: number): fc.Arbitrary<Rule> =>
  fc.record({
    guard: fc.option(fc.record({ spot, is: value }), { freq: 4 }),
    effect: fc.option(fc.record({ spot, add: fc.integer({ min: 1, max: VALUES - 1 }) }), { freq: 4 }),
    to: fc.option(fc.nat(points), { freq: 6 }),
  })
const code: fc.Arbitrary<Code> = fc.integer({ min: 1, max: 4 }).chain(points =>
  fc.record({
    points: fc.array(
      fc.array(fc.array(ruleOf(points), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 }),
      {
        minLength: points,
        maxLength: points,
      },
    ),
  }),
)
export const description: fc.Arbitrary<Description> = fc.array(code, { minLength: 1, maxLength: 2 }).chain(codes =>
  fc.record({
    codes: fc.constant(codes),
    threads: fc.array(
      fc.record({
        code: fc.nat(codes.length - 1),
        times: fc.constantFrom(1, 2, 'any' as const),
        args: fc.uniqueArray(value, { minLength: 1, maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    initial: fc.array(fc.array(value, { minLength: SPOTS - 1, maxLength: SPOTS - 1 }), { minLength: 1, maxLength: 3 }),
    bad: fc.record({ spot: fc.nat(SPOTS - 2), is: value }),
  }),
)

const fields = { a: cell(VALUES), row: cells(ENTRIES, VALUES), b: cell(VALUES) } satisfies Fields
type Act = ScopeOf<View<typeof fields>, 'x'>

const read = ({ shared, locals }: Act, at: Spot): number =>
  at === 0 ? shared.a : at === 1 ? shared.b : at < SPOTS - 1 ? shared.row[at - NUMBERS]! : locals.x
const write = (scope: Act, at: Spot, to: number): void => {
  if (at === 0) scope.shared.a = to
  else if (at === 1) scope.shared.b = to
  else if (at < SPOTS - 1) scope.shared.row[at - NUMBERS] = to
  else scope.locals.x = to
}

export const systemOf = ({ codes, threads, initial }: Description): System<typeof fields> => ({
  fields,
  initial: initial.map(values => shared => {
    values.forEach((each, at) => {
      write({ shared, locals: { x: 0 }, self: 0 }, at, each)
    })
  }),
  operations: Object.fromEntries(codes.map((each, index) => [`code${index}`, () => machineOf(each)])),
  threads: threads.map(({ code, times, args }, index) => ({
    name: `T${index}`,
    calls: [{ operation: `code${code}`, times, args: args.map(x => ({ x })) }],
  })),
})

const machineOf = ({ points }: Code) => {
  const guards: Record<string, (scope: Act) => boolean> = {}
  const effects: Record<string, (scope: Act) => void> = {}
  const candidate = ({ guard, effect, to }: Rule, name: string) => {
    if (guard) guards[name] = scope => read(scope, guard.spot) === guard.is
    if (effect) {
      effects[name] = scope => {
        write(scope, effect.spot, (read(scope, effect.spot) + effect.add) % VALUES)
      }
    }
    return { ...(guard && { guard: name }), ...(effect && { actions: name }), ...(to !== null && { target: `p${to}` }) }
  }
  const states = Object.fromEntries(
    points.map((events, p) => [
      `p${p}`,
      {
        on: Object.fromEntries(
          events.map((rules, e) => [`e${e}`, rules.map((rule, r) => candidate(rule, `${p}.${e}.${r}`))]),
        ),
      },
    ]),
  )
  return operation<Act, { type: string }>()({ guards, effects }).createMachine({
    context: ({ input }) => input,
    meta: { locals: { x: cell(VALUES) } },
    initial: 'p0',
    states: { ...states, [`p${points.length}`]: { type: 'final' } },
  })
}

interface NaiveState {
  readonly shared: readonly number[]
  readonly threads: readonly { readonly at: number | null; readonly x: number; readonly left: number | 'any' }[]
}

/** What a thread makes of a state, by the description alone: events in order, or starts. */
const stepsOf = ({ codes, threads }: Description, state: NaiveState, self: number): NaiveState[] => {
  const thread = state.threads[self]!
  const become = (next: NaiveState['threads'][number], shared = state.shared): NaiveState => ({
    shared,
    threads: state.threads.map((each, index) => (index === self ? next : each)),
  })
  if (thread.at === null) {
    if (thread.left === 0) return []
    const left = thread.left === 'any' ? 'any' : thread.left - 1
    return threads[self]!.args.map(x => become({ at: 0, x, left }))
  }
  const { points } = codes[threads[self]!.code]!
  const values = [...state.shared, thread.x]
  return points[thread.at]!.flatMap(rules => {
    const rule = rules.find(({ guard }) => guard === null || values[guard.spot] === guard.is)
    if (!rule) return []
    const after = values.slice()
    if (rule.effect) after[rule.effect.spot] = (after[rule.effect.spot]! + rule.effect.add) % VALUES
    const at = rule.to === null ? thread.at : rule.to === points.length ? null : rule.to
    return [become({ ...thread, at, x: at === null ? 0 : after[SPOTS - 1]! }, after.slice(0, SPOTS - 1))]
  })
}

/** Threads in order, then their steps. */
const successors = (world: Description, state: NaiveState): NaiveState[] =>
  state.threads.flatMap((_, self) => stepsOf(world, state, self))

const rootsOf = ({ initial, threads }: Description): NaiveState[] =>
  initial.map(shared => ({ shared, threads: threads.map(({ times }) => ({ at: null, x: 0, left: times })) }))

/**
 * Fewest preemptions of a run to a broken state, and to a return in one, and fewest steps of those runs; by trying every
 * run with every number of preemptions up to `most`. And how many states there are, told apart also by who is in flight
 * and ran last. Gives up beyond so many situations.
 */
export const naivePreemptions = (world: Description, most: number, situations = 4000) => {
  const isBad = ({ shared }: NaiveState) => shared[world.bad.spot] === world.bad.is
  const seen = new Set<string>()
  const states = new Set<string>()
  const found: { state?: Cost; return?: Cost } = {}
  const note = (what: 'state' | 'return', { state, paid, steps }: Situation) => {
    if (isBad(state) && !(found[what] && found[what].preemptions <= paid)) found[what] = { preemptions: paid, steps }
  }
  const visit = (all: Situation[], one: Situation) => {
    const key = JSON.stringify([one.state, one.last, one.paid])
    if (seen.has(key)) return
    seen.add(key)
    all.push(one)
    const inFlight = one.last !== undefined && one.state.threads[one.last]!.at !== null
    states.add(JSON.stringify([one.state, inFlight ? one.last : undefined]))
    note('state', one)
  }
  const all: Situation[] = []
  for (const state of rootsOf(world)) visit(all, { state, last: undefined, paid: 0, steps: 0 })
  for (const { state, last, paid, steps } of all) {
    if (all.length > situations) return 'too many'
    const goesOn = last !== undefined && state.threads[last]!.at !== null && stepsOf(world, state, last).length > 0
    state.threads.forEach((_, self) => {
      const price = paid + (goesOn && self !== last ? 1 : 0)
      if (price > most) return
      for (const next of stepsOf(world, state, self)) {
        const one = { state: next, last: self, paid: price, steps: steps + 1 }
        if (state.threads[self]!.at !== null && next.threads[self]!.at === null) note('return', one)
        visit(all, one)
      }
    })
  }
  return { ...found, states: states.size }
}
interface Cost {
  readonly preemptions: number
  readonly steps: number
}
interface Situation {
  readonly state: NaiveState
  readonly last: number | undefined
  readonly paid: number
  readonly steps: number
}

interface NaiveResult {
  readonly states: number
  readonly transitions: number
  readonly depth: number
  /** Steps to the nearest broken state, and to the nearest stuck one. */
  readonly broken: number | undefined
  readonly stuck: number | undefined
  /** States that are left where no two differ only by who of the threads does what. Counts if all are alike. */
  readonly orbits: number
}

/** @param most states, beyond which it gives up */
export const naiveSearch = (world: Description, most = 1500): NaiveResult | undefined => {
  const depths = new Map<string, number>()
  const queue: NaiveState[] = []
  const visit = (state: NaiveState, depth: number) => {
    const key = JSON.stringify(state)
    if (depths.has(key)) return
    depths.set(key, depth)
    queue.push(state)
  }
  for (const root of rootsOf(world)) visit(root, 0)
  let transitions = 0
  let deepest = 0
  let broken: number | undefined
  let stuck: number | undefined
  for (const state of queue) {
    if (queue.length > most) return undefined
    const depth = depths.get(JSON.stringify(state))!
    deepest = depth
    if (state.shared[world.bad.spot] === world.bad.is) broken ??= depth
    const next = successors(world, state)
    transitions += next.length
    const busy = state.threads.map((thread, self) => (thread.at === null ? -1 : self)).filter(self => self >= 0)
    const able = busy.some(
      self =>
        successors(
          { ...world, threads: world.threads },
          {
            ...state,
            threads: state.threads.map((each, index) => (index === self ? each : { ...each, at: null, left: 0 })),
          },
        ).length > 0,
    )
    if (busy.length > 0 && !able) stuck ??= depth
    for (const each of next) visit(each, depth + 1)
  }
  const orbits = new Set(
    queue.map(({ shared, threads }) => [shared, threads.map(one => JSON.stringify(one)).sort()].join(';')),
  )
  return { states: depths.size, transitions, depth: deepest, broken, stuck, orbits: orbits.size }
}

/** The property that {@link Description.bad} describes, of states in which an operation returns. */
export const neverBadAtReturn = ({ bad, codes }: Description): Property<Act> => ({
  kind: 'return',
  name: 'never-bad-at-return',
  of: codes.map((_, index) => `code${index}`),
  check: scope => (read(scope, bad.spot) === bad.is ? 1 : 0),
  says: () => `spot ${bad.spot} is ${bad.is}`,
})

/** The property that {@link Description.bad} describes. */
export const neverBad = ({ bad }: Description): Property<Act> => ({
  kind: 'state',
  name: 'never-bad',
  check: scope => (read({ ...scope, shared: scope.shared }, bad.spot) === bad.is ? 1 : 0),
  says: () => `spot ${bad.spot} is ${bad.is}`,
})
