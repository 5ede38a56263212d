import { describe, expect, it } from 'vitest'
import {
  type AnySystem,
  cell,
  deadEndAlong,
  type Fields,
  type Machine,
  operation,
  type Property,
  type ScopeOf,
  type System,
  search,
  signal,
  type Trace,
  takeAgain,
  type View,
} from '../../../checker/index.ts'

/** A call does a piece of work, tries something that fails, and leaves; or it tries again for ever. */
const fields = { work: cell(4), left: cell(2), gone: signal() } satisfies Fields
type Trying = ScopeOf<View<typeof fields>, never>

const trying = operation<Trying, { type: 'step' }>()({
  guards: { isDone: ({ shared }) => shared.work === 3 },
  effects: {
    work: ({ shared }) => {
      shared.work += 1
    },
    use: ({ shared }) => {
      shared.gone = 1
    },
    leave: ({ shared }) => {
      shared.left = 1
    },
  },
})

type Kind = 'leaves' | 'spins' | 'waits' | 'uses' | 'uses and works' | 'works on'

const states = (kind: Kind) => ({
  working: { on: { step: { actions: 'work', target: 'trying' } } },
  trying: { on: { step: { target: kind === 'leaves' ? 'leaving' : kind } } },
  leaving: { on: { step: { actions: 'leave', target: 'done' } } },
  spins: { on: { step: { target: 'spinning' } } },
  spinning: { on: { step: { target: 'spins' } } },
  waits: { on: { step: { guard: 'isDone', target: 'leaving' } } },
  uses: { on: { step: { actions: 'use', target: 'leaving' } } },
  'uses and works': { on: { step: { actions: 'use', target: 'working' } } },
  'works on': {
    on: {
      step: [
        { guard: 'isDone', target: 'leaving' },
        { actions: 'work', target: 'works on' },
      ],
    },
  },
  done: { type: 'final' },
})

const takingItsInput = { context: ({ input }: { input: unknown }) => input }

const system = (kind: Kind): System<typeof fields> => ({
  fields,
  initial: [() => {}],
  operations: {
    try: () =>
      trying.createMachine({
        ...takingItsInput,
        initial: 'working',
        states: states(kind),
      } as never) as unknown as Machine,
  },
  threads: [{ name: 'CPU0', calls: [{ operation: 'try', times: 1 }] }],
})

const stays: Property = {
  kind: 'state',
  name: 'nobody leaves',
  check: ({ shared }: Trying) => shared.left,
  says: () => 'somebody left',
} as never
const ends: readonly Property[] = [
  { kind: 'progress', name: 'calls end' },
  { kind: 'stuck', name: 'nobody waits for ever' },
  {
    kind: 'signal',
    name: 'nothing gone is used',
    signal: 'gone',
    fatal: true,
    check: ({ shared }: Trying) => shared.gone,
    says: () => 'used',
  } as never,
]

function leaving(): { after: AnySystem; trace: Trace } {
  const after = system('leaves') as AnySystem
  const [judgement] = search(after, [stays]).judgements
  const { outcome } = judgement!
  if (outcome.verdict !== 'violated') throw new TypeError(outcome.verdict)
  return { after, trace: outcome.trace }
}

describe('a run, followed in another system', () => {
  it.each([
    ['spins', 'calls end', 2],
    ['waits', 'nobody waits for ever', 2],
    ['uses', 'nothing gone is used', 2],
  ] as const)('comes to an end where that %s', (kind, property, least) => {
    const { after, trace } = leaving()
    const end = deadEndAlong(after, trace, system(kind) as AnySystem, ends)!
    expect(end.property).toBe(property)
    expect(end.after).toBeGreaterThanOrEqual(least)
    expect(end.after).toBeLessThan(trace.steps.length)
    expect(end.until).toBeGreaterThanOrEqual(end.after)
    expect(end.until).toBeLessThan(trace.steps.length)
  })

  it('comes to its end at a signal behind which nothing counts, whatever comes then', () => {
    const { after, trace } = leaving()
    const end = deadEndAlong(
      after,
      trace,
      system('uses and works') as AnySystem,
      ends,
      new Set(['nothing gone is used']),
    )
    expect(end?.property).toBe('nothing gone is used')
  })

  it.each(['leaves', 'works on', 'uses and works'] as const)('comes to none where that %s', kind => {
    const { after, trace } = leaving()
    expect(deadEndAlong(after, trace, system(kind) as AnySystem, ends)).toBeUndefined()
  })

  it('comes to none that nobody asks for', () => {
    const { after, trace } = leaving()
    expect(deadEndAlong(after, trace, system('spins') as AnySystem, [ends[1]!, ends[2]!])).toBeUndefined()
  })
})

describe('a run that is taken again', () => {
  it('says of each step when it was taken', () => {
    const { after, trace } = leaving()
    const taken: boolean[] = []
    takeAgain(after, trace, isTaken => taken.push(isTaken))
    expect(taken.filter(Boolean)).toHaveLength(trace.steps.length)
  })
})
