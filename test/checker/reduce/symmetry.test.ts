import { describe, expect, it } from 'vitest'
import { graphs } from '../../../checker/bench/graphs/index.ts'
import {
  type AnySystem,
  cell,
  type Machine,
  operation,
  type Property,
  type ScopeOf,
  type System,
  search,
  type View,
} from '../../../checker/index.ts'
import { allSay, ends, fields, stuck } from './all-say.ts'

type Act = ScopeOf<View<typeof fields>, 'x'>
interface Steps {
  readonly guards?: Readonly<Record<string, (scope: Act) => boolean>>
  readonly effects?: Readonly<Record<string, (scope: Act) => void>>
  readonly states: object
}

/** Threads that each make the same call once. */
const alike = (threads: number, { guards = {}, effects = {}, states }: Steps): System<typeof fields> => ({
  fields,
  initial: [() => {}],
  operations: {
    call: () =>
      operation<Act, { type: string }>()({ guards, effects }).createMachine({
        context: ({ input }: { input: Act }) => input,
        meta: { locals: { x: cell(2) } },
        initial: 'begun',
        states: { ...states, done: { type: 'final' } } as never,
      } as never) as unknown as Machine,
  },
  threads: Array.from({ length: threads }, (_, i) => ({ name: `T${i}`, calls: [{ operation: 'call', times: 1 }] })),
})

const locking: Steps = {
  guards: {
    isFree: ({ shared }) => shared.lock === 0,
    nobodyElse: ({ shared, self }) => (shared.waiting & ~(1 << self)) === 0,
  },
  effects: {
    wait: ({ shared, self }) => {
      shared.waiting |= 1 << self
      shared.mine[2 * self]! += 1
    },
    take: ({ shared, self }) => {
      shared.lock = 1 + self
      shared.waiting &= ~(1 << self)
      shared.mine[2 * self + 1] = 1
    },
    drop: ({ shared }) => {
      shared.lock = 0
    },
  },
  states: {
    begun: { on: { step: { actions: 'wait', target: 'waiting' } } },
    waiting: { on: { step: { guard: 'isFree', actions: 'take', target: 'holding' } } },
    holding: { on: { step: { actions: 'drop', target: 'done' } } },
  },
}

describe('threads that are alike stand for one another', () => {
  it('with a state for each orbit, and no more', async () => {
    const { system, properties } = await graphs['blocks-S']!.build()
    const { states, reduced } = search(system, properties, { reduce: 'threads' })
    expect(reduced!.alike).toEqual([[0, 1]])
    expect(states).toBe(44_894)
  }, 60_000)
  it('in locks, in sets of threads and in rows by thread', () => {
    const { full, threads, both } = allSay(alike(3, locking), [stuck, ends])
    expect(threads.reduced!.alike).toEqual([[0, 1, 2]])
    expect(threads.reduced!.toldApart).toBeUndefined()
    // In a state all three may be at different points, and few are not.
    expect(threads.states).toBeLessThan(full.states / 3)
    expect(both.states).toBeLessThan(threads.states)
  })
  it('where they are at the same point and differ by what the state says of them', () => {
    const counting: Steps = {
      effects: {
        count: ({ shared, self }) => {
          shared.mine[2 * self] = (shared.mine[2 * self]! + 1) % 3
        },
      },
      states: { begun: { on: { step: { actions: 'count', target: 'done' } } } },
    }
    const once = alike(3, counting)
    const system: AnySystem = {
      ...once,
      threads: once.threads.map(thread => ({ ...thread, calls: [{ operation: 'call', times: 'any' }] })),
    }
    const { full, threads } = allSay(system, [stuck, ends])
    // Each is idle or not and has counted to 0, 1 or 2: three out of six, in order or not.
    expect(full.states).toBe(6 ** 3)
    expect(threads.states).toBe((6 * 7 * 8) / 6)
  })
  it('as far as there is patience for their orders', () => {
    const { threads } = allSay(alike(6, { states: { begun: { on: { step: { target: 'done' } } } } }), [stuck])
    expect(threads.reduced!.alike).toEqual([[0, 1, 2, 3, 4]])
    expect(threads.states).toBe(21 * 3)
  })
  it('and who goes on for ever is known when they have changed places', () => {
    // Whoever comes second takes over from the first, who then returns: one of them never does.
    const relay: Steps = {
      effects: {
        toggle: ({ shared }) => {
          shared.a = 1 - shared.a
        },
      },
      guards: { isSet: ({ shared }) => shared.a === 1, isClear: ({ shared }) => shared.a === 0 },
      states: {
        begun: {
          on: {
            step: [
              { guard: 'isClear', actions: 'toggle', target: 'holding' },
              { guard: 'isSet', actions: 'toggle', target: 'spinning' },
            ],
          },
        },
        holding: { on: { step: [{ guard: 'isClear', target: 'done' }, { guard: 'isSet' }] } },
        spinning: { on: { step: {} } },
      },
    }
    const { both } = allSay(alike(2, relay), [stuck, ends])
    expect(both.judgements.map(({ outcome }) => outcome.verdict)).toEqual(['holds', 'violated'])
  })
})

describe('threads are not exchanged', () => {
  const sees = (name: string, check: (shared: View<typeof fields>) => boolean): Property<Act> => ({
    kind: 'state',
    name,
    check: ({ shared }) => (check(shared) ? 1 : 0),
    says: () => name,
  })
  it('where a step writes who took it to a field that is not declared to name threads', () => {
    const signing: Steps = {
      effects: {
        sign: ({ shared, self }) => {
          shared.last = 1 + self
        },
      },
      states: { begun: { on: { step: { actions: 'sign', target: 'done' } } } },
    }
    const last = [1, 2].map(thread => sees(`last ${thread}`, ({ last }) => last === thread))
    const { both } = allSay(alike(2, signing), last)
    expect(both.reduced!.alike).toEqual([])
    expect(both.reduced!.toldApart).toBe('"call" at "begun" tells them apart')
  })
  it('where a local keeps who it is', () => {
    const remembering: Steps = {
      effects: {
        remember: ({ locals, self }) => {
          locals.x = self
        },
      },
      states: {
        begun: { on: { step: { actions: 'remember', target: 'between' } } },
        between: { on: { step: { target: 'done' } } },
      },
    }
    expect(allSay(alike(2, remembering), []).both.reduced!.toldApart).toBe('"call" at "begun" tells them apart')
  })
  it('where a guard asks who it is, even if what it does is the same', () => {
    const asking: Steps = {
      guards: { isFirst: ({ self }) => self === 0 },
      states: { begun: { on: { step: [{ guard: 'isFirst', target: 'done' }, { target: 'done' }] } } },
    }
    expect(allSay(alike(2, asking), []).both.reduced!.toldApart).toBe('"call" at "begun" tells them apart')
  })
  it.each<[string, Property<Act>]>([
    ['a promise of states', sees('who', ({ lock }) => lock === 1)],
    ['the scope of one', { ...sees('who', () => false), holds: ({ shared }) => shared.lock === 1 } as Property<Act>],
    ['a goal', { kind: 'goal', name: 'who', reached: ({ shared }) => shared.lock === 1 }],
    [
      'a promise of returns',
      { kind: 'return', name: 'who', of: ['call'], check: ({ self }) => (self === 1 ? 1 : 0), says: () => 'it' },
    ],
  ])('where %s asks who it is', (_, property) => {
    expect(allSay(alike(2, locking), [property]).both.reduced!.toldApart).toMatch(/tells them apart/)
  })
  it.each<[string, Partial<System['threads'][number]>]>([
    ['calls', { calls: [{ operation: 'other', times: 1 }] }],
    ['arguments', { calls: [{ operation: 'call', args: [{ x: 1 }], times: 1 }] }],
    ['budgets', { calls: [{ operation: 'call', times: 2 }] }],
    ['beginnings', { within: { operation: 'call' } }],
  ])('that have other %s', (_, differs) => {
    const system = alike(2, locking)
    const { call } = system.operations
    const [first, second] = system.threads
    const unlike: AnySystem = {
      ...system,
      operations: { call: call!, other: call! },
      threads: [first!, { ...second!, ...differs }],
    }
    expect(search(unlike, [], { reduce: true }).reduced!.alike).toEqual([])
  })
})
