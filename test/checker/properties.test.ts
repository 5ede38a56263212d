import { describe, expect, it } from 'vitest'
import {
  cell,
  cells,
  type Fields,
  ghost,
  operation,
  type Property,
  type Result,
  type ScopeOf,
  type System,
  search,
  signal,
  type View,
} from '../../checker/index.ts'
import { type Counted, counter } from './toys/counter.ts'
import { nested, type Sum } from './toys/nested.ts'

const judgement = (result: Result, name: string) => result.judgements.find(({ property }) => property === name)!
const trace = (result: Result, name: string) => {
  const { outcome } = judgement(result, name)
  return outcome.verdict === 'violated' ? outcome.trace : undefined
}

describe('a state property', () => {
  const below = (limit: number, holds?: (scope: { shared: Counted }) => boolean): Property<{ shared: Counted }> => ({
    kind: 'state',
    name: `below-${limit}`,
    check: ({ shared }) => (shared.count < limit ? 0 : shared.count),
    says: (_, witness) => `the count is ${witness}`,
    ...(holds && { holds }),
  })
  it('is judged in every state, the last ones included', () => {
    // One thread, one call: idle 0; raising by 1 or 2; idle again at 1, 2 or 4.
    const result = search(counter(1, 1), [below(5), below(4)])
    expect(result).toMatchObject({ states: 6, transitions: 6, depth: 2 })
    expect(judgement(result, 'below-5')).toMatchObject({ outcome: { verdict: 'holds' }, judged: 6 })
    expect(trace(result, 'below-4')).toMatchObject({ says: 'the count is 4', path: '0a.0a' })
  })
  it('is judged only where it holds', () => {
    const result = search(counter(1, 1), [below(2, ({ shared }) => shared.count % 2 === 1)])
    expect(judgement(result, 'below-2')).toMatchObject({ outcome: { verdict: 'holds' }, judged: 1 })
  })
  it('sees no thread: locals read 0', () => {
    const seen = new Set<number>()
    const property: Property = {
      kind: 'state',
      name: 'watch',
      check: ({ locals }) => {
        seen.add(locals.by)
        return 0
      },
      says: () => '',
    }
    search(counter(2, 1), [property])
    expect([...seen]).toEqual([0])
  })
})

describe('a step', () => {
  it('is told with what it changed, in the words of its fields', () => {
    const never: Property<{ shared: Counted }> = {
      kind: 'state',
      name: 'never',
      check: ({ shared }) => (shared.count === 4 ? 1 : 0),
      says: () => 'four',
    }
    expect(trace(search(counter(2, 1), [never]), 'never')!.steps).toEqual([
      {
        thread: 0,
        element: '0a',
        operation: 'count',
        starts: { by: 2 },
        at: '',
        fn: '',
        event: 'start',
        to: 'raising',
        changes: [],
        locals: [{ field: 'by', before: 0, after: 2, shows: ['0', '2'] }],
      },
      {
        thread: 0,
        element: '0a',
        operation: 'count',
        at: 'raising',
        fn: 'raise',
        event: 'twice',
        to: '',
        changes: [{ field: 'count', before: 0, after: 4, shows: ['#0', '#4'] }],
        locals: [],
      },
    ])
  })
})

describe('a signal property', () => {
  const overflow = (fatal: boolean): Property<Sum> => ({
    kind: 'signal',
    name: 'overflow',
    fatal,
    check: ({ shared }) => (shared.overflow === 1 ? 1 : 0),
    says: ({ locals, self }) => `thread ${self} had ${locals['adding.left']} left`,
  })
  it('sees the step that raised it, with the locals that die in it, and the state forgets it', () => {
    const result = search(nested(), [overflow(false)])
    const found = trace(result, 'overflow')!
    expect(found.says).toMatch(/^thread 0 had [0-3] left$/)
    expect(found.steps.at(-1)!.changes).toContainEqual({ field: 'overflow', before: 0, after: 1, shows: ['0', '1'] })
    expect(judgement(result, 'overflow').judged).toBe(result.transitions)
    expect(search(nested(), []).states).toBe(result.states)
  })
  it('shows the same step if it says which signal it reads', () => {
    const named = { ...overflow(false), kind: 'signal', signal: 'overflow' } as Property<Sum>
    const found = trace(search(nested(), [named]), 'overflow')
    expect(found).toBeDefined()
    expect(found).toEqual(trace(search(nested(), [overflow(false)]), 'overflow'))
  })
  it('is broken by the steps of the operations that it names, and by no others', () => {
    const by = (of: string) => search(nested(), [{ ...overflow(false), kind: 'signal', of: [of] } as Property<Sum>])
    expect(trace(by('sum'), 'overflow')).toEqual(trace(search(nested(), [overflow(false)]), 'overflow'))
    expect(trace(by('another'), 'overflow')).toBeUndefined()
  })
  it('ends the world where it is fatal: the transition counts, the state does not', () => {
    const free = search(nested(), [overflow(false)])
    const fatal = search(nested(), [overflow(true)])
    expect(trace(fatal, 'overflow')).toEqual(trace(free, 'overflow'))
    expect(free.neverFired).toEqual([])

    const crash = signal()
    const once = (properties: Property[]) =>
      search(
        {
          fields: { crash },
          initial: [() => {}],
          operations: {
            fall: () =>
              operation<ScopeOf<{ crash: number }, never>, { type: string }>()({
                guards: {},
                effects: {
                  crash: ({ shared }) => {
                    shared.crash = 1
                  },
                },
              }).createMachine({
                context: ({ input }) => input,
                initial: 'a',
                states: {
                  a: { on: { step: { actions: 'crash', target: 'b' } } },
                  b: { on: { step: 'c' } },
                  c: { type: 'final' },
                },
              }),
          },
          threads: [{ name: 'T', calls: [{ operation: 'fall', times: 1 }] }],
        },
        properties,
      )
    const crashed: Property<{ shared: { crash: number } }> = {
      kind: 'signal',
      name: 'crashed',
      fatal: true,
      check: ({ shared }) => shared.crash,
      says: () => 'it crashed',
    }
    expect(once([])).toMatchObject({ states: 4, transitions: 3 })
    expect(once([crashed])).toMatchObject({ states: 2, transitions: 2 })
  })
})

describe('a return property', () => {
  const asked: Property<Sum> = {
    kind: 'return',
    name: 'asked',
    of: ['sum'],
    ghosts: ['asked'],
    check: ({ shared, locals }) => (shared.busy === 0 && shared.asked > locals.amount ? shared.asked : 0),
    says: ({ locals }, witness) => `${witness} were asked for, ${locals.amount} by this call`,
  }
  it('sees the locals of the call that ends, and the ghosts it names', () => {
    const result = search(nested(), [asked])
    // A ghost is spent when the call returns, and calls exclude each other: what was asked is what this call asked.
    expect(judgement(result, 'asked').outcome).toEqual({ verdict: 'holds' })
    expect(judgement(result, 'asked').judged).toBeGreaterThan(100)
    const unspent = search({ ...nested(), spent: {} }, [asked])
    expect(trace(unspent, 'asked')!.says).toBe('1 were asked for, 0 by this call')
    const spentIf = (spends: boolean) =>
      search({ ...nested(), spendsIf: { sum: () => spends, product: () => spends } }, [asked])
    expect(judgement(spentIf(true), 'asked').outcome).toEqual({ verdict: 'holds' })
    expect(trace(spentIf(false), 'asked')!.says).toBe('1 were asked for, 0 by this call')
  })
  it('of an operation that never runs is never judged', () => {
    const result = search(nested(), [{ ...asked, of: ['product'] }])
    expect(judgement(result, 'asked').judged).toBe(0)
  })
})

describe('ghosts', () => {
  it('are state only for a property that names them', () => {
    const goal: Property = { kind: 'goal', name: 'g', reached: () => true, ghosts: ['asked'] }
    expect(search(nested(), [goal]).states).toBeGreaterThan(search(nested(), []).states)
  })
  it('that nobody names leak from no step into another', () => {
    const fields = { x: cell(2), g: ghost(cells(2, 9)) } satisfies Fields
    const seen = new Set<number>()
    type Act = ScopeOf<View<typeof fields>, never>
    const machine = operation<Act, { type: string }>()({
      guards: {},
      effects: {
        raise: ({ shared }) => {
          seen.add(shared.g[1]!)
          shared.g[1] = 1 + shared.g[1]!
          shared.x = 1 - shared.x
        },
      },
    }).createMachine({
      context: ({ input }) => input,
      initial: 'a',
      states: { a: { on: { step: { actions: 'raise' } } } },
    })
    const system: System<typeof fields> = {
      fields,
      initial: [shared => shared.g.fill(3)],
      operations: { act: () => machine },
      threads: [{ name: 'T', calls: [], within: { operation: 'act' } }],
    }
    expect(search(system, []).states).toBe(2)
    expect([...seen]).toEqual([0])
  })
})

describe('goals', () => {
  it('are reached or not', () => {
    const goal = (name: string, count: number): Property<{ shared: Counted }> => ({
      kind: 'goal',
      name,
      reached: ({ shared }) => shared.count === count,
    })
    const result = search(counter(1, 1), [goal('four', 4), goal('three', 3)])
    expect(result.goals).toEqual([
      { goal: 'four', reached: true },
      { goal: 'three', reached: false },
    ])
  })
})
