import { describe, expect, it } from 'vitest'
import { oneInside, peterson } from '../../../checker/bench/graphs/peterson.ts'
import { InputError } from '../../../checker/declare.ts'
import {
  cell,
  type Fields,
  operation,
  type Property,
  replaceParts,
  type ScopeOf,
  type System,
  search,
  signal,
  type Trace,
  type View,
} from '../../../checker/index.ts'

/** One thread checks a flag, does something else, and uses what it guards; another one takes that away. */
const fields = { gone: cell(2), dust: cell(9), used: cell(2), late: signal() } satisfies Fields
type Race = ScopeOf<View<typeof fields>, never>

const race = operation<Race, { type: 'step' }>()({
  guards: { isThere: ({ shared }) => shared.gone === 0 },
  effects: {
    raiseDust: ({ shared }) => {
      shared.dust += 1
    },
    use: ({ shared }) => {
      shared.used = 1
      shared.late = shared.gone
    },
    settle: ({ shared }) => {
      shared.used = 0
    },
    takeAway: ({ shared }) => {
      shared.gone = 1
    },
  },
})

const checkThenUse = (): System<typeof fields> => ({
  fields,
  initial: [() => {}],
  operations: {
    use: () =>
      race.createMachine({
        context: ({ input }) => input,
        initial: 'sweeping',
        states: {
          sweeping: { on: { step: { actions: 'raiseDust', target: 'checking' } } },
          checking: { on: { step: [{ guard: 'isThere', target: 'using' }, { target: 'done' }] } },
          using: { on: { step: { actions: 'use', target: 'settling' } } },
          settling: { on: { step: { actions: 'settle', target: 'done' } } },
          done: { type: 'final' },
        },
      }),
    take: () =>
      race.createMachine({
        context: ({ input }) => input,
        initial: 'sweeping',
        states: {
          sweeping: { on: { step: { actions: 'raiseDust', target: 'taking' } } },
          taking: { on: { step: { actions: 'takeAway', target: 'done' } } },
          done: { type: 'final' },
        },
      }),
  },
  threads: ['use', 'take'].map(name => ({ name, calls: [{ operation: name, times: 1 }] })),
})

const neverGone: Property<Race> = {
  kind: 'state',
  name: 'never-used-once-gone',
  check: ({ shared }) => Number(shared.used === 1 && shared.gone === 1),
  says: () => 'it is used, and gone',
}

function traceOf(system: Parameters<typeof search>[0], property: Property): Trace {
  const { outcome } = search(system, [property], { needs: true }).judgements[0]!
  if (outcome.verdict !== 'violated') throw new Error('it holds')
  return outcome.trace
}

const neededOf = ({ steps, needed }: Trace) =>
  needed!.map(index => steps[index]!).map(({ operation, at }) => `${operation} ${at}`.trim())

describe('the needed steps of a trace', () => {
  it('are found by running steps where no run leads, once the search is over', () => {
    const came = { to: 0, searched: 0 }
    const system = checkThenUse()
    const counting = {
      ...system,
      operations: {
        ...system.operations,
        use: () =>
          replaceParts(system.operations.use!(), {
            guards: { isThere: ({ shared }: Race) => shared.gone === 0 && shared.dust > 0 },
            effects: {
              raiseDust: ({ shared }: Race) => {
                if (shared.dust === 0) came.to += 1
                shared.dust += 1
              },
            },
          }),
      },
    }
    const onSearched = () => {
      came.searched = came.to
    }
    search(counting as typeof system, [neverGone], { needs: true, onSearched })
    expect(came.searched).toBeGreaterThan(0)
    expect(came.to).toBeGreaterThan(came.searched)
  })

  it('are those whose effects the violation needs', () => {
    const needed = neededOf(traceOf(checkThenUse(), neverGone))
    expect(needed).toEqual(expect.arrayContaining(['use using', 'take taking']))
    expect(needed.filter(step => step.includes('sweeping'))).toEqual([])
  })

  it('include a check that came in time, though it changes nothing', () => {
    const usedTooLate: Property<Race> = {
      kind: 'signal',
      name: 'not-used-too-late',
      of: ['use'],
      check: ({ shared }) => shared.late,
      says: () => 'it is used when it is gone',
    }
    expect(neededOf(traceOf(checkThenUse(), usedTooLate))).toEqual([
      'use',
      'use checking',
      'take',
      'take taking',
      'use using',
    ])
  })

  it('are all that is left of a lock that does not exclude', () => {
    const trace = traceOf(peterson(false), oneInside)
    const needed = neededOf(trace)
    expect(needed.filter(step => step === 'enter waiting')).toHaveLength(2)
    expect(needed.length).toBeLessThan(trace.steps.length)
  })

  it('are told where effects do not know the states that no run leads to', () => {
    const system = checkThenUse()
    const unknown = operation<Race, { type: 'step' }>()({
      guards: {},
      effects: {
        prepare: ({ shared }) => {
          shared.dust += 1
        },
        use: ({ shared }) => {
          if (shared.dust === 0) throw new InputError('it uses what nobody has prepared')
          shared.used = 1
        },
      },
    })
    const prepareThenUse = () =>
      unknown.createMachine({
        context: ({ input }) => input,
        initial: 'preparing',
        states: {
          preparing: { on: { step: { actions: 'prepare', target: 'using' } } },
          using: { on: { step: { actions: 'use', target: 'done' } } },
          done: { type: 'final' },
        },
      })
    const trace = traceOf({ ...system, operations: { ...system.operations, use: prepareThenUse } }, neverGone)
    expect(neededOf(trace)).toContain('use preparing')
  })

  it('are not asked for unless it is said', () => {
    const { outcome } = search(peterson(false), [oneInside]).judgements[0]!
    expect(outcome).not.toHaveProperty('trace.needed')
    expect(outcome).toHaveProperty('trace.steps')
  })
})
