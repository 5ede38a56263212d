import { describe, expect, it } from 'vitest'
import { type AnySystem, cell, type Property, replay, search, type Trace, traceAlong } from '../../../checker/index.ts'
import { type Counted, counter } from '../toys/counter.ts'

interface Seen {
  readonly shared: Counted & { last: number }
  readonly locals: { readonly by: number }
}

const plain = counter(2, 2)
/** By how much the last call has raised the number. */
const watched: AnySystem = {
  ...plain,
  fields: { ...plain.fields, last: cell(3) },
  notes: {
    count: ({ shared, locals }: Seen) => {
      shared.last = locals.by
    },
  },
}
const lastWas = (by: number): Property<Seen> => ({
  kind: 'return',
  name: `last was ${by}`,
  of: ['count'],
  check: ({ shared, locals }) => (shared.last === by && locals.by === by ? 1 : 0),
  says: () => `by ${by}`,
})

describe('what an onlooker notes as operations return', () => {
  it('is there when the return is judged, and tells states apart', () => {
    const { judgements, states } = search(watched, [lastWas(1), lastWas(2)])
    expect(judgements.map(({ outcome }) => outcome.verdict)).toEqual(['violated', 'violated'])
    expect(states).toBeGreaterThan(search(plain, []).states)
    expect(search({ ...watched, notes: {} }, []).states).toBe(search(plain, []).states)
  })

  it('is there when a trace is run again', () => {
    const { broken } = replay(watched, [lastWas(2)], 0, '0a.0')
    expect(broken).toEqual([{ property: 'last was 2', says: 'by 2', after: 2 }])
  })

  it('is not for searches that let steps stand for others', () => {
    expect(() => search(watched, [], { reduce: true })).toThrow('leave out the notes')
  })
})

describe('what an onlooker notes as steps are taken', () => {
  const looking: AnySystem = {
    ...plain,
    fields: { ...plain.fields, last: cell(3) },
    watches: {
      count: [
        {
          at: 'raising',
          event: 'twice',
          does: ({ shared }: Seen) => {
            shared.last = 2
          },
        },
      ],
    },
  }

  it('is noted of this event only, before the step is judged', () => {
    const { judgements } = search(looking, [lastWas(2)])
    expect(judgements[0]!.outcome).toMatchObject({ verdict: 'violated', trace: { path: '0a.0a' } })
    expect(search(looking, [lastWas(1)]).judgements[0]!.outcome.verdict).toBe('holds')
  })

  it('changes nothing else: the trace is one of the system without', () => {
    const [{ outcome }] = search(looking, [lastWas(2)]).judgements as unknown as [{ outcome: { trace: Trace } }]
    const farther: Property<Seen> = {
      kind: 'return',
      name: 'raised farther than 2',
      of: ['count'],
      check: ({ shared }) => (shared.count > 2 ? 1 : 0),
      says: () => 'raised farther',
    }
    const again = traceAlong(plain, [], farther, outcome.trace)
    expect(again.steps.flatMap(({ changes }) => changes.map(({ field }) => field))).toEqual(['count'])
    expect(again.needed).toEqual([0, 1])
    expect(() => traceAlong(plain, [], lastWas(1), { initial: 0, path: '0.7' })).toThrow('is not possible')
  })

  it('is not for searches that let steps stand for others', () => {
    expect(() => search(looking, [], { reduce: true })).toThrow('leave out the notes')
  })
})
