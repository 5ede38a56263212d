import { describe, expect, it } from 'vitest'
import { and, assign, createMachine, raise } from 'xstate'
import {
  type Call,
  cell,
  cells,
  constant,
  type Fields,
  ghost,
  InputError,
  type Machine,
  operation,
  type Property,
  type ScopeOf,
  type System,
  search,
} from '../../../checker/index.ts'

type Any = ScopeOf<Record<string, number>, string>
const parts = () => operation<Any, { type: string }>()({ guards: { free: () => true }, effects: { note: () => {} } })
const config = (states: object, more: object = {}) =>
  parts().createMachine({
    context: ({ input }: { input: unknown }) => input,
    initial: 'a',
    states,
    ...more,
  } as never) as unknown as Machine
const done = { type: 'final' }

const world = (
  machine: Machine,
  {
    fields = { x: cell(2) } as Fields,
    calls = [{ operation: 'work', times: 1 }] as Call[],
    more = {} as Partial<System>,
    properties = [] as Property[],
  } = {},
) =>
  search(
    { fields, initial: [() => {}], operations: { work: () => machine }, threads: [{ name: 'T', calls }], ...more },
    properties,
  )

const refusal = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    if (error instanceof InputError) return error.message
    throw error
  }
  return 'it was accepted'
}
const states = (a: object, more: object = {}) => refusal(() => world(config({ a, z: done, ...more })))

describe('a machine the engine cannot run is refused by operation and state', () => {
  it.each([
    ['always', states({ always: 'z' }), 'has an "always" transition: make it a step that other threads can see'],
    ['after', states({ after: { 10: 'z' } }), 'waits with "after": time is not modelled, use an event'],
    ['invoke', states({ invoke: { src: 'x' } }), 'invokes an actor: let a second thread run beside it'],
    [
      'parallel',
      states({ type: 'parallel', states: { b: {}, c: {} } }),
      'is parallel: let a second thread run beside it',
    ],
    ['entry', states({ entry: 'note' }), 'has entry actions: put them on the transitions that enter it'],
    ['exit', states({ exit: 'note' }), 'has exit actions: put them on the transitions that leave it'],
    ['wildcard', states({ on: { '*': 'z' } }), 'handles the wildcard "*": name the events'],
    ['partial wildcard', states({ on: { 'io.*': 'z' } }), 'handles the wildcard "io.*": name the events'],
    [
      "xstate's own events",
      states({ on: { 'xstate.done.state.q': 'z' } }),
      'handles "xstate.done.state.q", which only xstate sends: name an event of your own',
    ],
    [
      'a guard combinator',
      states({ on: { step: { guard: and(['free']), target: 'z' } } }),
      'has a guard that is no name: name one of the guards of operation()',
    ],
    [
      'an inline guard',
      states({ on: { step: { guard: () => true, target: 'z' } } }),
      'has a guard that is no name: name one of the guards of operation()',
    ],
    [
      'an unknown guard',
      states({ on: { step: { guard: 'fre', target: 'z' } } }),
      'asks the guard "fre", which operation() was not given: define it there',
    ],
    [
      'parameters',
      states({ on: { step: { guard: { type: 'free', params: { n: 1 } }, target: 'z' } } }),
      'has a guard that is no name: name one of the guards of operation()',
    ],
    [
      'an unknown effect',
      states({ on: { step: { actions: 'noet', target: 'z' } } }),
      'runs the effect "noet", which operation() was not given: define it there',
    ],
    [
      'raise',
      states({ on: { step: { actions: raise({ type: 'step' }), target: 'z' } } }),
      'has an action that is no name: name one of the effects of operation()',
    ],
    [
      'an inline assign',
      states({ on: { step: { actions: assign({}), target: 'z' } } }),
      'has an action that is no name: name one of the effects of operation()',
    ],
    [
      'locals on a leaf',
      states({ meta: { locals: { i: cell(2) } } }),
      'declares locals and has no states inside: declare them on the root or on a state that has some',
    ],
    [
      'a fragment that ends nowhere',
      states({ initial: 'b', states: { b: { on: { step: 'c' } }, c: done } }),
      'can be done, but its onDone has no last candidate without a guard: give it one',
    ],
    [
      'a fragment that may end nowhere',
      states({ initial: 'b', onDone: { guard: 'free', target: 'z' }, states: { b: { on: { step: 'c' } }, c: done } }),
      'can be done, but its onDone has no last candidate without a guard: give it one',
    ],
    [
      'a fragment that ends by staying',
      states({ initial: 'b', onDone: { actions: 'note' }, states: { b: { on: { step: 'c' } }, c: done } }),
      'has an onDone without a target: name the state that follows',
    ],
    [
      'a local declared again inside',
      states({
        meta: { locals: { i: cell(2) } },
        initial: 'b',
        states: { b: { meta: { locals: { i: cell(2) } }, initial: 'c', states: { c: {} } } },
      }).replace('"a.b"', '"a"'),
      'declares the local "i", which is live around it already: use two names',
    ],
  ])('%s', (_, message, expected) => {
    expect(message).toBe(`in operation "work", state "a" ${expected}`)
  })

  it('a history state', () => {
    expect(states({ on: { step: 'h' } }, { h: { type: 'history' } })).toBe(
      'in operation "work", state "h" is a history state: keep where to return to in a local',
    )
  })
  it('onDone transitions in a circle', () => {
    const inner = (target: string) => ({ initial: 'b', onDone: { target }, states: { b: done } })
    expect(states({ on: { step: 'p' } }, { p: inner('q'), q: inner('p') })).toContain(
      'is done by its own onDone: break the circle of onDone transitions',
    )
  })
  it('an operation without a step', () => {
    expect(refusal(() => world(config({ a: done })))).toBe(
      'operation "work" starts in a final state: give it a step to take',
    )
  })
  it('one local with two domains', () => {
    const inner = (domain: number) => ({ meta: { locals: { i: cell(domain) } }, initial: 'b', states: { b: {} } })
    expect(states({}, { p: inner(2), q: inner(3) })).toBe(
      'in operation "work", state "q" declares the local "i" with domain 3, elsewhere it has 2: use two names',
    )
  })
  it('one local with two domains in two operations', () => {
    const machine = (domain: number) => config({ a: {} }, { meta: { locals: { i: cell(domain) } } })
    const operations = { work: () => machine(2), rest: () => machine(3) }
    const calls: Call[] = [
      { operation: 'work', times: 1 },
      { operation: 'rest', times: 1 },
    ]
    expect(refusal(() => world(machine(2), { calls, more: { operations } }))).toBe(
      'operation "rest" declares the local "i" with domain 3, another operation with 2: use two names',
    )
  })
  it('a machine that operation() did not make', () => {
    const machine = createMachine({ initial: 'a', states: { a: { on: { step: { guard: 'free' } } } } })
    expect(refusal(() => world(machine))).toContain('asks the guard "free", which operation() was not given')
  })
})

describe('a world that cannot be is refused', () => {
  const fine = config({ a: { on: { step: 'z' } }, z: done }, { meta: { locals: { i: cell(2) } } })
  it.each([
    [
      'a field too wide',
      () => world(fine, { fields: { x: cell(257) } }),
      'field "x" has 257 values: give it 1 to 256, a byte holds no more',
    ],
    [
      'a row of no whole length',
      () => world(fine, { fields: { x: cells(1.5, 2) } }),
      'field "x" has 1.5 entries: give it a whole number of them',
    ],
    [
      'a state too large',
      () => world(fine, { fields: { x: cells(20_000, 2) } }),
      'a state of this world takes 20004 bytes, at most 16384 are possible: declare smaller bounds',
    ],
    [
      'an unknown operation',
      () => world(fine, { calls: [{ operation: 'wrok', times: 1 }] }),
      'thread "T" calls "wrok", which this world has not: it has work',
    ],
    [
      'an unknown argument',
      () => world(fine, { calls: [{ operation: 'work', args: [{ j: 1 }], times: 1 }] }),
      'thread "T" calls "work" with j = 1: it takes i; declare it in the root\'s meta.locals',
    ],
    [
      'an argument outside its domain',
      () => world(fine, { calls: [{ operation: 'work', args: [{ i: 2 }], times: 1 }] }),
      'thread "T" calls "work" with i = 2: it may be 0 to 1',
    ],
    [
      'a budget no byte can hold',
      () => world(fine, { calls: [{ operation: 'work', times: 1000 }] }),
      'thread "T" may call "work" 1000 times: say 0 to 255, or \'any\'',
    ],
    [
      'no initial state',
      () => world(fine, { more: { initial: [] } }),
      'this world has no initial state: declare one in "initial"',
    ],
    [
      'an initial state outside its domain',
      () => world(fine, { more: { initial: [shared => Object.assign(shared, { x: 5 })] } }),
      'initial state 0 is no state of this world: "x" was set to 5, it has the values 0 to 1',
    ],
    [
      'two properties of one name',
      () =>
        world(fine, {
          properties: [
            { kind: 'stuck', name: 's' },
            { kind: 'stuck', name: 's' },
          ],
        }),
      'two properties are called "s": name them apart',
    ],
    [
      'a ghost that is none',
      () => world(fine, { properties: [{ kind: 'goal', name: 'g', reached: () => true, ghosts: ['x'] }] }),
      'a property needs the ghost "x", which this world does not declare',
    ],
    [
      'a spent ghost that is none',
      () => world(fine, { fields: { x: constant(1), y: ghost(cell(2)) }, more: { spent: { work: ['x'] } } }),
      '"work" spends "x", which is no ghost of this world: name a ghost',
    ],
  ])('%s', (_, act, expected) => {
    expect(refusal(act)).toBe(expected)
  })
})
