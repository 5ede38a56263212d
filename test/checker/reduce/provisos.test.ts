import { describe, expect, it } from 'vitest'
import {
  cell,
  holder,
  isHolder,
  operation,
  type Property,
  type Result,
  type ScopeOf,
  type System,
  search,
  signal,
  type View,
} from '../../../checker/index.ts'

const fields = { a: cell(2), b: cell(2), lock: holder(cell(4)), c: cell(2), crash: signal() }
type Act = ScopeOf<View<typeof fields>, 'x'>
type Effect = (scope: Act) => void
type Guard = (scope: Act) => boolean
/** Steps of a call in order; `again` goes back to the first. */
type Steps = readonly { readonly if?: Guard; readonly do?: Effect; readonly again?: true }[]

const calling = (steps: Steps) => () =>
  operation<Act, { type: string }>()({
    guards: Object.fromEntries(steps.map((step, i) => [`may${i}`, step.if ?? (() => true)])),
    effects: Object.fromEntries(steps.map((step, i) => [`do${i}`, step.do ?? (() => {})])),
  }).createMachine({
    context: ({ input }) => input,
    meta: { locals: { x: cell(2) } },
    initial: 'p0',
    states: {
      ...Object.fromEntries(
        steps.map(({ again }, i) => [
          `p${i}`,
          { on: { step: { guard: `may${i}`, actions: `do${i}`, target: again ? 'p0' : `p${i + 1}` } } },
        ]),
      ),
      [`p${steps.length}`]: { type: 'final' },
    },
  })

/** A thread for each call, which it makes once. */
const worldOf = (...calls: readonly Steps[]): System<typeof fields> => ({
  fields,
  initial: [() => {}],
  operations: Object.fromEntries(calls.map((steps, i) => [`call${i}`, calling(steps)])),
  threads: calls.map((_, i) => ({ name: `T${i}`, calls: [{ operation: `call${i}`, times: 1 }] })),
})

/** A thread for each call, inside it when the world begins: no thread goes first by starting later. */
const inside = (...calls: readonly Steps[]): System<typeof fields> => ({
  ...worldOf(...calls),
  threads: calls.map((_, i) => ({ name: `T${i}`, calls: [], within: { operation: `call${i}` } })),
})

const never = (name: string, broken: Guard): Property<Act> => ({
  kind: 'state',
  name,
  check: scope => (broken(scope) ? 1 : 0),
  says: () => name,
})
const fatal: Property<Act> = {
  kind: 'signal',
  name: 'fatal',
  fatal: true,
  check: ({ shared }) => shared.crash,
  says: () => 'crash',
}
const stuck: Property = { kind: 'stuck', name: 'stuck' }
const ends: Property = { kind: 'progress', name: 'ends' }

const verdicts = ({ judgements }: Result) => judgements.map(({ outcome }) => outcome.verdict)
/** Of the reduced search, after the search of all states said the same. */
const bothSay = (system: System<typeof fields>, ...properties: Property[]) => {
  const full = search(system, properties)
  const reduced = search(system, properties, { reduce: true })
  expect(verdicts(reduced)).toEqual(verdicts(full))
  expect(reduced.neverFired).toEqual(full.neverFired)
  return { verdicts: verdicts(reduced), full: full.states, kept: reduced.states }
}

const set =
  (name: 'a' | 'b' | 'c', to = 1): Effect =>
  ({ shared }) => {
    shared[name] = to
  }
const take: Steps[number] = {
  if: ({ shared }) => shared.lock === 0,
  do: ({ shared, self }) => {
    shared.lock = 1 + self
  },
}
const drop: Steps[number] = {
  do: ({ shared }) => {
    shared.lock = 0
  },
}

describe('steps of one thread stand for those of others', () => {
  it('where they have nothing to do with each other', () => {
    const long: Steps = [{}, {}, { do: set('a') }, {}, {}]
    const other: Steps = [{}, {}, { do: set('b') }, {}, {}]
    const { full, kept } = bothSay(worldOf(long, other), stuck)
    expect(full).toBe(49)
    expect(kept).toBeLessThan(6)
  })
  it('where a lock keeps the others away', () => {
    const section: Steps = [take, { do: set('a') }, {}, { do: set('a', 0) }, drop]
    const { full, kept } = bothSay(worldOf(section, section, section), stuck)
    expect(kept).toBeLessThan(full / 4)
  })
})

describe('a step that asks whether its thread holds a lock', () => {
  it('has nothing to do with others who take it and drop it', () => {
    const asking = (ask: Guard): Steps => [{}, { if: ask }, {}, { if: ask }, {}]
    const section: Steps = [take, {}, drop]
    const { kept } = bothSay(
      inside(
        asking(({ shared, self }) => !isHolder(shared, 'lock', self)),
        section,
      ),
      stuck,
    )
    const { kept: more } = bothSay(
      inside(
        asking(({ shared, self }) => shared.lock !== 1 + self),
        section,
      ),
      stuck,
    )
    expect(kept).toBeLessThan(more)
  })
})

describe('steps are not left out', () => {
  it('where a state promise sees in which order they come', () => {
    const { verdicts } = bothSay(
      inside([{}, { do: set('a') }, {}], [{}, { do: set('b') }, {}]),
      never('only a', ({ shared }) => shared.a === 1 && shared.b === 0),
      never('only b', ({ shared }) => shared.a === 0 && shared.b === 1),
    )
    expect(verdicts).toEqual(['violated', 'violated'])
  })
  it('where they read what the others write, or write what they read', () => {
    const reader: Steps = [
      {},
      {
        do: ({ shared, locals }) => {
          locals.x = shared.a
        },
      },
      {
        do: ({ shared, locals }) => {
          shared.c = locals.x
        },
      },
      {},
    ]
    const saw = (value: number): Property<Act> => ({
      kind: 'return',
      name: `saw ${value}`,
      of: ['call0', 'call1'],
      check: ({ shared, self }) => (self === 0 && shared.c === value ? 1 : 0),
      says: () => 'seen',
    })
    const writer: Steps = [{}, { do: set('a') }, {}]
    expect(bothSay(inside(reader, writer), saw(0), saw(1)).verdicts).toEqual(['violated', 'violated'])
  })
  it('where a step asks whether its thread holds a lock, and another one takes it away', () => {
    const asks: Steps = [
      take,
      {},
      {
        do: ({ shared, self }) => {
          shared[isHolder(shared, 'lock', self) ? 'a' : 'b'] = 1
        },
      },
    ]
    const { verdicts } = bothSay(
      inside(asks, [{}, drop, {}]),
      never('kept', ({ shared }) => shared.a === 1),
      never('lost', ({ shared }) => shared.b === 1),
    )
    expect(verdicts).toEqual(['violated', 'violated'])
  })
  it('where both sides write the same', () => {
    const writes = (to: number, then: 'b' | 'c'): Steps => [{ do: set('a', to) }, { do: set(then) }]
    const looks: Steps = [{ if: ({ shared }) => shared.b === 1 && shared.c === 1 }, {}]
    const last = (value: number): Property<Act> => ({
      kind: 'return',
      name: `last wrote ${value}`,
      of: ['call2'],
      check: ({ shared }) => (shared.a === value ? 1 : 0),
      says: () => 'seen',
    })
    const { verdicts } = bothSay(inside(writes(1, 'b'), writes(0, 'c'), looks), last(0), last(1))
    expect(verdicts).toEqual(['violated', 'violated'])
  })
  it('where a thread that was seen to wait could have gone first', () => {
    const asks: Steps = [{ if: ({ shared }) => shared.c === 1 || shared.b === 0, do: set('a') }]
    const { verdicts } = bothSay(
      inside([{ do: set('b') }], asks),
      never('a', ({ shared }) => shared.a === 1),
      stuck,
    )
    expect(verdicts).toEqual(['violated', 'violated'])
  })
  it('where a thread goes round for ever', () => {
    const round: Steps = [{}, { again: true }]
    const { verdicts } = bothSay(
      inside(round, [{}, { do: set('b') }, {}]),
      never('b', ({ shared }) => shared.b === 1),
      ends,
    )
    expect(verdicts).toEqual(['violated', 'violated'])
  })
  it('where a step ends the world', () => {
    const crash: Effect = ({ shared }) => {
      shared.crash = 1
    }
    const { verdicts } = bothSay(
      inside([{}, { do: crash }], [{}, { do: set('b') }, {}]),
      fatal,
      never('b', ({ shared }) => shared.b === 1),
    )
    expect(verdicts).toEqual(['violated', 'violated'])
  })
  it('where the lock that keeps others away is held by one of them', () => {
    const asks: Steps = [{ if: ({ shared }) => shared.a === 0 }, {}]
    const waits: Steps = [{ if: ({ shared }) => shared.lock === 0, do: set('a') }]
    const system: System<typeof fields> = {
      ...inside(asks, [{}, drop], waits),
      initial: [
        shared => {
          shared.lock = 2
        },
      ],
    }
    expect(bothSay(system, stuck).verdicts).toEqual(['violated'])
  })
  it('where a call that has started can do nothing', () => {
    const never: Steps = [{ if: ({ shared }) => shared.b === 2 }, {}]
    expect(bothSay(worldOf([{}, {}, {}], never), stuck, ends).verdicts).toEqual(['violated', 'holds'])
    const round: Steps = [{}, { again: true }]
    expect(bothSay(worldOf(round, never), stuck, ends).verdicts).toEqual(['violated', 'violated'])
  })
})

describe('a reduced search', () => {
  it('refuses what it cannot do', () => {
    const system = worldOf([{}])
    expect(() => search(system, [], { reduce: true, exact: true, depth: 3 })).toThrow(/leave out "exact" and the depth/)
  })
  it('that is cut promises nothing', () => {
    const long: Steps = Array.from({ length: 9 }, () => ({ do: set('a') }))
    const { cut, judgements } = search(worldOf(long, long, long), [stuck], { reduce: true, states: 5 })
    expect(cut).toBe('states')
    expect(judgements[0]!.outcome).toEqual({ verdict: 'bound-reached', cut: 'states' })
  })
})
