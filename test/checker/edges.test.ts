/** What a system must not do is refused alike in every mode of search. */
import { describe, expect, it } from 'vitest'
import {
  type AnySystem,
  cell,
  cells,
  type Fields,
  InputError,
  type Limits,
  operation,
  type Property,
  perThread,
  type Row,
  type ScopeOf,
  type System,
  search,
  type View,
} from '../../checker/index.ts'
import { nested } from './toys/nested.ts'

const modes: readonly (readonly [string, Limits])[] = [
  ['plain', {}],
  ['exact', { exact: true }],
  ['reduced', { reduce: true }],
  ['audited', { audit: true }],
  ['audited and reduced', { audit: true, reduce: true }],
  ['by preemptions', { preemptions: 3 }],
]

const fields = { x: cell(3), row: cells(2, 3) } satisfies Fields
type Act = ScopeOf<View<typeof fields>, 'i'>

/** Two threads that take the step once. */
const world = (effect: (scope: Act) => void, guard: (scope: Act) => boolean = () => true): System<typeof fields> => ({
  fields,
  initial: [() => {}],
  operations: {
    act: () =>
      operation<Act, { type: string }>()({ guards: { guard }, effects: { effect } }).createMachine({
        context: ({ input }) => input,
        meta: { locals: { i: cell(2) } },
        initial: 'a',
        states: { a: { on: { step: { guard: 'guard', actions: 'effect', target: 'b' } } }, b: { type: 'final' } },
      }),
  },
  threads: [{ name: 'T', calls: [{ operation: 'act', times: 1 }] }],
})
const told = ': by thread 0 in operation "act" at "a"'

describe.each(modes)('a %s search', (_, limits) => {
  it.each<[string, (scope: Act) => void, string]>([
    [
      'a value too large',
      ({ shared }) => {
        shared.x = 3
      },
      '"x" was set to 3, it has the values 0 to 2',
    ],
    [
      'a value that is 1 in a byte',
      ({ shared }) => {
        shared.x = 257
      },
      '"x" was set to 257, it has the values 0 to 2',
    ],
    [
      'a value below 0',
      ({ shared }) => {
        shared.x -= 1
      },
      '"x" was set to -1, it has the values 0 to 2',
    ],
    [
      'no number',
      ({ shared }) => {
        shared.x = undefined as never
      },
      '"x" was set to undefined, it has the values 0 to 2',
    ],
    [
      'half a number',
      ({ shared }) => {
        shared.x = 0.5
      },
      '"x" was set to 0.5, it has the values 0 to 2',
    ],
    [
      'an entry too large',
      ({ shared }) => {
        shared.row[1] = 7
      },
      '"row[1]" was set to 7, it has the values 0 to 2',
    ],
    [
      'an entry that is 1 in a byte',
      ({ shared }) => {
        shared.row[1] = 257
      },
      '"row[1]" was set to 257, it has the values 0 to 2',
    ],
    [
      'half an entry',
      ({ shared }) => {
        shared.row[0] = 1.5
      },
      '"row[0]" was set to 1.5, it has the values 0 to 2',
    ],
    [
      'a write beyond a row',
      ({ shared }) => {
        shared.row[2] = 1
      },
      '"row[2]" does not exist, the row has 2 entries',
    ],
    [
      'a read beyond a row',
      ({ shared }) => {
        shared.x = shared.row[2]!
      },
      '"row[2]" does not exist, the row has 2 entries',
    ],
    [
      'a read before a row',
      ({ shared }) => {
        shared.x = shared.row[-1]!
      },
      '"row[-1]" does not exist, the row has 2 entries',
    ],
    [
      'an index that is none',
      ({ shared }) => {
        shared.row[Number.NaN] = 1
      },
      '"row[NaN]" does not exist, the row has 2 entries',
    ],
    [
      'a row set beyond its end',
      ({ shared }) => {
        shared.row.set([1, 1], 1)
      },
      '"row[2]" does not exist, the row has 2 entries',
    ],
    [
      'a local too large',
      ({ locals }) => {
        locals.i = 2
      },
      '"i" was set to 2, it has the values 0 to 1',
    ],
    [
      'a field that does not exist',
      ({ shared }) => {
        Object.assign(shared, { xx: 1 })
      },
      'Cannot add property xx, object is not extensible',
    ],
    [
      'a whole row',
      ({ shared }) => {
        Object.assign(shared, { row: [1, 1] })
      },
      "Cannot assign to read only property 'row' of object '#<Shared>'",
    ],
    [
      'an effect that throws',
      () => {
        throw new Error('there is no such page')
      },
      'there is no such page',
    ],
  ])('refuses %s, and says by which step', (_, effect, message) => {
    expect(() => search(world(effect), [], limits)).toThrow(message + told)
  })

  it('says of a value that there is not what was set, and where', () => {
    const effect = ({ shared }: Act) => {
      shared.x = 3
    }
    expect(() => search(world(effect), [], limits)).toThrow(
      expect.objectContaining({
        what: '"x" was set to 3, it has the values 0 to 2',
        step: { operation: 'act', at: 'a' },
      }),
    )
  })

  it('refuses to read beyond a row in a guard', () => {
    const guard = ({ shared, self }: Act) => shared.row[self + 2] === 0
    expect(() =>
      search(
        world(() => {}, guard),
        [],
        limits,
      ),
    ).toThrow(`"row[2]" does not exist, the row has 2 entries${told}`)
  })

  it('refuses a guard that forgets its answer', () => {
    const guard = (() => undefined) as never
    expect(() =>
      search(
        world(() => {}, guard),
        [],
        limits,
      ),
    ).toThrow(`a guard returned undefined, it returns true or false${told}`)
  })

  const returning = (answer: unknown): Property => ({
    kind: 'state',
    name: 'p',
    check: () => answer as never,
    says: () => '',
  })
  it.each([undefined, true, false, -1, 0.5, Number.NaN])('refuses a check that returns %s', answer => {
    expect(() =>
      search(
        world(() => {}),
        [returning(answer)],
        limits,
      ),
    ).toThrow(
      new InputError(
        `the check of "p" returned ${answer}: return 0 where the property stands, else a whole number from 1`,
      ),
    )
  })
  it('refuses a property that forgets to say whether it holds, and a goal whether it is reached', () => {
    const forgets = (() => undefined) as never
    expect(() =>
      search(
        world(() => {}),
        [{ ...returning(0), holds: forgets } as never],
        limits,
      ),
    ).toThrow(new InputError('"holds" of "p" returned undefined: return true or false'))
    expect(() =>
      search(
        world(() => {}),
        [{ kind: 'goal', name: 'g', reached: forgets }],
        limits,
      ),
    ).toThrow(new InputError('"reached" of "g" returned undefined: return true or false'))
  })
})

describe('a row', () => {
  const uses: Readonly<Record<string, (row: Row) => boolean>> = {
    'by index': row => row[0] === 1 && row[1] === 2,
    every: row => row.every(value => value > 0),
    some: row => !row.some(value => value === 0),
    indexOf: row => row.indexOf(2) === 1 && row.indexOf(0) < 0,
    lastIndexOf: row => row.lastIndexOf(1) === 0,
    includes: row => row.includes(1) && row.includes(2),
    filter: row => row.filter(value => value > 0).length === 2,
    reduce: row => row.reduce((sum, value) => sum + value, 0) === 3,
    reduceRight: row => row.reduceRight((text, value) => text + value, '') === '21',
    map: row => row.map(value => 1000 * value).join() === '1000,2000',
    join: row => row.join() === '1,2',
    'for of': row => {
      for (const value of row) if (value === 0) return false
      return true
    },
    spread: row => Math.min(...row) === 1,
    destructured: ([a, b]) => a! + b! === 3,
    find: row => row.find(value => value === 0) === undefined,
    findLast: row => row.findLast(value => value > 0) === 2,
    at: row => row.at(0)! + row.at(-1)! === 3,
    slice: row => row.slice(0, 1)[0]! + row.slice(1)[0]! === 3,
    entries: row => [...row.entries()].every(([index, value]) => value === index + 1),
    'Array.from': row => Array.from(row).every(value => value > 0),
    'Object.values': row => Object.values(row).join() === '1,2',
    in: row => 1 in row && !(2 in row) && row[0]! + row[1]! === 3,
    length: row => row.length === 2 && row[0]! * row[1]! === 2,
  }
  const ownEntry = world(({ shared, self }) => {
    shared.row[self] = self + 1
  })
  const both: AnySystem = {
    ...ownEntry,
    threads: [...ownEntry.threads, { name: 'U', calls: ownEntry.threads[0]!.calls }],
  }
  const never = (use: (row: Row) => boolean): Property => ({
    kind: 'state',
    name: 'never',
    check: ({ shared }) => (use(shared.row) ? 1 : 0),
    says: () => 'both are set',
  })
  it.each(Object.entries(uses))('is read alike in every mode: %s', (_, use) => {
    for (const [, limits] of modes) {
      const [judgement] = search(both, [never(use)], limits).judgements
      expect(judgement!.outcome).toMatchObject({ verdict: 'violated', trace: { says: 'both are set' } })
    }
  })

  it.each<[string, (row: Row) => void, string]>([
    [
      'sort, by number',
      row => {
        row.sort()
      },
      '2,10',
    ],
    [
      'sort, as told',
      row => {
        row.sort((a, b) => b - a)
      },
      '10,2',
    ],
    [
      'reverse',
      row => {
        row.reverse()
      },
      '2,10',
    ],
    [
      'fill',
      row => {
        row.fill(3)
      },
      '3,3',
    ],
    [
      'set',
      row => {
        row.set([4], 1)
      },
      '10,4',
    ],
    [
      'copyWithin',
      row => {
        row.copyWithin(1, 0)
      },
      '10,10',
    ],
    [
      'swap',
      row => {
        ;[row[0], row[1]] = [row[1]!, row[0]!]
      },
      '2,10',
    ],
  ])('is written alike in every mode: %s', (_, effect, expected) => {
    const wide = { row: cells(2, 11) }
    const system: AnySystem = {
      ...world(({ shared }) => effect(shared.row)),
      fields: wide,
      initial: [({ row }: View<typeof wide>) => row.set([10, 2])],
    }
    const left: Property = {
      kind: 'return',
      name: 'left',
      of: ['act'],
      check: ({ shared }) => 1 + shared.row[0] * 16 + shared.row[1],
      says: (_, witness) => `${(witness - 1) >> 4},${(witness - 1) & 15}`,
    }
    for (const [, limits] of modes)
      expect(search(system, [left], limits).judgements[0]!.outcome).toMatchObject({ trace: { says: expected } })
  })
})

describe('a system', () => {
  it('of too many threads is not reduced', () => {
    const [thread] = nested().threads
    const threads = (count: number): AnySystem => ({
      ...nested(),
      threads: Array.from({ length: count }, (_, i) => (i === 0 ? thread! : { name: `idle ${i}`, calls: [] })),
    })
    const stuck: Property = { kind: 'stuck', name: 'stuck' }
    const verdicts = (limits: Limits) => search(threads(31), [stuck], limits).judgements.map(({ outcome }) => outcome)
    expect(verdicts({ reduce: true })).toEqual(verdicts({}))
    expect(() => search(threads(54), [], { reduce: true })).toThrow(
      new InputError('a reduced search has at most 31 threads, this world has 54: leave out "reduce"'),
    )
  })
  it('has entries for each of its threads, or none', () => {
    const few: AnySystem = { ...world(() => {}), fields: { ...fields, own: perThread(cells(1, 2), 2) } }
    expect(() => search(few, [])).toThrow(
      new InputError('field "own" has 1 entries, 2 for each thread, and there are 1 threads: give it 2'),
    )
    search({ ...few, fields: { ...fields, own: perThread(cells(0, 2), 2) } }, [])
  })
  it('has properties of the kinds that there are', () => {
    expect(() =>
      search(
        world(() => {}),
        [{ kind: 'invariant', name: 'p', check: () => 1, says: () => '' } as never],
      ),
    ).toThrow(
      new InputError('"p" is a property of kind "invariant": there are state, signal, return, stuck, progress, goal'),
    )
  })
})

it('An audited search agrees with another one where all is well', () => {
  const plain = search(nested(), [])
  const audited = search(nested(), [], { audit: true })
  expect({ ...audited, seconds: 0 }).toEqual({ ...plain, seconds: 0 })
})
