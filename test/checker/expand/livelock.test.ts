import { describe, expect, it } from 'vitest'
import { cell, operation, type Property, type ScopeOf, type System, search, type View } from '../../../checker/index.ts'

const fields = { hand: cell(4), wound: cell(2) }
type Clock = ScopeOf<View<typeof fields>, 'away'>
type Kind = 'leaves' | 'goes round' | 'goes round, or winds down' | 'goes round until wound down by another'

/** A hand goes round; whether it can ever stop is what differs. */
const clock = (kind: Kind): System<typeof fields> => {
  const turning = operation<Clock, { type: 'step' | 'stop' }>()({
    guards: {
      mayStop: ({ shared }) => shared.wound === 0 || shared.hand === 3,
      isUnwound: ({ shared }) => shared.wound === 0,
    },
    effects: {
      turn: ({ shared }) => {
        shared.hand = (shared.hand + 1) % 4
      },
      unwind: ({ shared }) => {
        shared.wound = 0
      },
    },
  })
  const stop = {
    leaves: { stop: { guard: 'mayStop', target: 'stopped' } },
    'goes round': { stop: { guard: 'isUnwound', target: 'stopped' } },
    'goes round, or winds down': {
      stop: [
        { guard: 'isUnwound', target: 'stopped' },
        { actions: 'unwind', target: 'turning' },
      ],
    },
    'goes round until wound down by another': { stop: { guard: 'isUnwound', target: 'stopped' } },
  } as const
  return {
    fields,
    initial: [
      shared => {
        shared.wound = 1
      },
    ],
    operations: {
      turn: () =>
        turning.createMachine({
          context: ({ input }) => input,
          meta: { fn: 'turn', locals: { away: cell(2) } },
          initial: 'turning',
          states: {
            turning: { meta: { fn: 'turn' }, on: { step: { actions: 'turn', target: 'turning' }, ...stop[kind] } },
            stopped: { type: 'final' },
          },
        }),
      unwind: () =>
        turning.createMachine({
          context: ({ input }) => input,
          meta: { fn: 'unwind' },
          initial: 'unwinding',
          states: {
            unwinding: { meta: { fn: 'unwind' }, on: { step: { actions: 'unwind', target: 'done' } } },
            done: { type: 'final' },
          },
        }),
    },
    threads: [
      { name: 'clock', calls: [{ operation: 'turn', times: 1 }] },
      ...(kind === 'goes round until wound down by another'
        ? [{ name: 'hand', calls: [{ operation: 'unwind', times: 1 }] }]
        : []),
    ],
  }
}

const judged = (kind: Kind) => search(clock(kind), [{ kind: 'progress', name: 'ends' }]).judgements[0]!.outcome

describe('an operation that goes round', () => {
  it('holds where it can leave the round', () => expect(judged('leaves').verdict).toBe('holds'))
  it('holds where a choice of the environment lets it leave', () =>
    expect(judged('goes round, or winds down').verdict).toBe('holds'))
  it('holds where another thread lets it leave', () =>
    expect(judged('goes round until wound down by another').verdict).toBe('holds'))
  it('is told where nothing can, from the first state on', () => {
    const outcome = judged('goes round')
    expect(outcome.verdict).toBe('violated')
    if (outcome.verdict !== 'violated') return
    expect(outcome.trace.path).toBe('0')
    expect(outcome.trace.says).toBe('clock can go on for ever and never return (turn at turning)')
  })
  it.each(['leaves', 'goes round', 'goes round, or winds down', 'goes round until wound down by another'] as const)(
    'is judged alike by number of preemptions: %s',
    kind => {
      const ends: Property = { kind: 'progress', name: 'ends' }
      const { cut, judgements } = search(clock(kind), [ends], { preemptions: 100 })
      expect(cut).toBeUndefined()
      expect(judgements[0]!.outcome).toEqual(judged(kind))
    },
  )
  it('is not told of a search that was cut', () =>
    expect(
      search(clock('goes round'), [{ kind: 'progress', name: 'ends' }], { depth: 1 }).judgements[0]!.outcome,
    ).toEqual({ verdict: 'bound-reached', cut: 'depth' }))
  it('is cut when the pass backwards has not the time, and then promises nothing', () => {
    const polls = (properties: Property[], most: number) => {
      let asked = 0
      const result = search(clock('leaves'), properties, { interrupted: () => ++asked > most })
      return { result, asked }
    }
    const { asked: bySearch } = polls([], Number.POSITIVE_INFINITY)
    const { result: again } = polls([{ kind: 'progress', name: 'ends' }], bySearch)
    expect(again.cut).toBeUndefined()
    expect(again.judgements[0]).toEqual({
      property: 'ends',
      kind: 'progress',
      outcome: { verdict: 'bound-reached', cut: 'interrupted' },
      judged: 0,
    })
  })
})
