import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AnySystem,
  cell,
  ghost,
  type Property,
  type Result,
  replaceParts,
  replay,
  search,
  signal,
  type Thread,
} from '../../../checker/index.ts'
import { type Description, description, naiveSearch, neverBad, systemOf } from '../toys/random.ts'

type Rule = Description['codes'][number]['points'][number][number][number]

type Shared = Record<'a' | 'b' | 'alarm', number> & { readonly row: Record<number, number> }
interface Seen {
  readonly shared: Shared
  readonly locals: { readonly x: number }
}

const value = fc.nat(2)
/** Each operation speaks of two of the places only, so that many steps have nothing to do with each other. */
const apart = fc.tuple(description, fc.array(fc.nat(3), { minLength: 2, maxLength: 2 })).map(
  ([world, firsts]): Description => ({
    ...world,
    codes: world.codes.map(({ points }, code) => {
      const place = (spot: number) => (spot === 4 ? spot : (firsts[code]! + (spot % 2)) % 4)
      const rule = ({ guard, effect, to }: Rule): Rule => ({
        guard: guard && { ...guard, spot: place(guard.spot) },
        effect: effect && { ...effect, spot: place(effect.spot) },
        to,
      })
      return { points: points.map(events => events.map(rules => rules.map(rule))) }
    }),
  }),
)
const worlds = fc.oneof(description, apart)

/** What is raised, asked and spent in a world beside what its description says. */
const extras = fc.record({
  raisedAt: value,
  fatal: fc.boolean(),
  wanted: value,
  kept: value,
  spends: fc.boolean(),
  inside: fc.boolean(),
})
type Extras = typeof extras extends fc.Arbitrary<infer E> ? E : never

/** A thread that has already started its first call when the world begins. */
const insideFirst = (thread: Thread): Thread => {
  const { operation, args } = thread.calls[0]!
  return { ...thread, within: { operation, args: args![0]! } }
}

/** Effects raise an alarm where they leave `a` at a value, and perhaps `b` is a ghost that returns zero. */
function withExtras(system: AnySystem, { raisedAt, spends, inside }: Extras): AnySystem {
  const alarmed = (effect: (scope: Seen) => void) => (scope: Seen) => {
    effect(scope)
    if (scope.shared.a === raisedAt) scope.shared.alarm = 1
  }
  const operations = Object.entries(system.operations).map(([name, build]) => [
    name,
    () => {
      const machine = build()
      const effects = Object.entries(machine.implementations.actions as unknown as Record<string, { plain: never }>)
      const replaced = Object.fromEntries(effects.map(([key, { plain }]) => [key, alarmed(plain)]))
      return replaceParts(machine, { guards: {}, effects: replaced })
    },
  ])
  return {
    ...system,
    fields: { ...system.fields, b: ghost(cell(3)), alarm: signal() },
    operations: Object.fromEntries(operations),
    ...(inside && { threads: system.threads.map(insideFirst) }),
    ...(spends && { spent: { code0: ['b'] } }),
  }
}

const propertiesFor = ({ fatal, wanted, kept }: Extras): Property[] => [
  { kind: 'stuck', name: 'stuck' },
  { kind: 'progress', name: 'ends' },
  { kind: 'signal', name: 'alarm', fatal, check: ({ shared }: Seen) => shared.alarm, says: () => 'alarm' },
  {
    kind: 'return',
    name: 'keeps',
    of: ['code0'],
    ghosts: ['b'],
    check: ({ shared, locals }: Seen) => (shared.b === kept && locals.x === shared.row[0] ? 1 : 0),
    says: () => 'kept',
  },
  {
    kind: 'state',
    name: 'apart',
    holds: ({ shared }: Seen) => shared.row[1] !== kept,
    check: ({ shared }: Seen) => (shared.a === wanted && shared.row[0] === kept ? 1 : 0),
    says: () => 'together',
  },
  { kind: 'goal', name: 'wanted', reached: ({ shared }: Seen) => shared.row[0] === wanted && shared.b === kept },
]

/** All but counts and the lengths of traces. */
const told = ({ judgements, goals, neverFired }: Result) => ({
  verdicts: judgements.map(({ property, outcome, judged }) => [property, outcome.verdict, judged > 0]),
  goals,
  neverFired,
})

describe('a reduced search of a random world', () => {
  it('says what the search of all states says, of every kind of promise', () => {
    let all = 0
    let kept = 0
    fc.assert(
      fc.property(worlds, extras, (world, extra) => {
        fc.pre(naiveSearch(world) !== undefined)
        const system = withExtras(systemOf(world), extra)
        const properties = propertiesFor(extra)
        const full = search(system, properties)
        const reduced = search(system, properties, { reduce: true })
        expect(told(reduced)).toEqual(told(full))
        all += full.states
        kept += reduced.states
      }),
      { numRuns: 60, endOnFailure: true },
    )
    expect(kept).toBeLessThan(all)
  })
  it('finds what a naive search finds, and traces that replay to it', () => {
    fc.assert(
      fc.property(worlds, world => {
        const naive = naiveSearch(world)
        fc.pre(naive !== undefined)
        const properties = [neverBad(world), { kind: 'stuck', name: 'stuck' } as const]
        const { judgements } = search(systemOf(world), properties, { reduce: true })
        expect(judgements.map(({ outcome }) => outcome.verdict === 'violated')).toEqual([
          naive.broken !== undefined,
          naive.stuck !== undefined,
        ])
        for (const { property, outcome } of judgements) {
          if (outcome.verdict !== 'violated') continue
          const { initial, path, says, steps } = outcome.trace
          expect(replay(systemOf(world), properties, initial, path).broken).toContainEqual({
            property,
            says,
            after: steps.length,
          })
        }
      }),
      { numRuns: 30, endOnFailure: true },
    )
  })
  it('is the same twice', () => {
    fc.assert(
      fc.property(worlds, extras, (world, extra) => {
        fc.pre(naiveSearch(world) !== undefined)
        const once = () => search(withExtras(systemOf(world), extra), propertiesFor(extra), { reduce: true })
        expect({ ...once(), seconds: 0 }).toEqual({ ...once(), seconds: 0 })
      }),
      { numRuns: 8 },
    )
  })
})
