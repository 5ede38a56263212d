import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AnySystem, isHolder, type Property, replaceParts, search, type View } from '../../../checker/index.ts'
import { type Description, description, naiveSearch, neverBad, systemOf } from '../toys/random.ts'
import { allSay, ends, fields, stuck } from './all-say.ts'

/** All threads may do what the first one may; there are two or three of them. */
const crowds = fc
  .tuple(description, fc.integer({ min: 2, max: 3 }))
  .map(([world, count]): Description => ({ ...world, threads: Array.from({ length: count }, () => world.threads[0]!) }))

/** The same with a lock that names its holder, a set of threads, and entries by thread: effects change them, guards ask. */
function naming(system: AnySystem): AnySystem {
  type Named = { readonly shared: View<typeof fields>; readonly self: number }
  const changed = (effect: (scope: Named) => void) => (scope: Named) => {
    effect(scope)
    const { shared, self } = scope
    if (shared.a === 0) shared.lock = shared.lock === 0 ? 1 + self : 0
    if (shared.a === 1) shared.waiting ^= 1 << self
    shared.mine[2 * self + 1] = shared.a
  }
  const asked = (guard: (scope: Named) => boolean) => (scope: Named) =>
    guard(scope) && (scope.shared.lock === 0 || isHolder(scope.shared, 'lock', scope.self))
  const operations = Object.entries(system.operations).map(([name, build]) => [
    name,
    () => {
      const machine = build()
      const { guards, actions } = machine.implementations as unknown as Record<string, Record<string, { plain: never }>>
      const replaced = (parts: Record<string, { plain: never }>, by: (part: never) => unknown) =>
        Object.fromEntries(Object.entries(parts).map(([key, { plain }]) => [key, by(plain)])) as never
      return replaceParts(machine, { guards: replaced(guards!, asked), effects: replaced(actions!, changed) })
    },
  ])
  const { lock, waiting, mine } = fields
  return { ...system, fields: { ...system.fields, lock, waiting, mine }, operations: Object.fromEntries(operations) }
}

const promises: Property[] = [
  stuck,
  ends,
  {
    kind: 'state',
    name: 'two wait for the holder',
    check: ({ shared }: { shared: View<typeof fields> }) =>
      shared.lock !== 0 && (shared.waiting & ~(1 << (shared.lock - 1))) !== 0 ? 1 : 0,
    says: () => 'they do',
  },
  {
    kind: 'return',
    name: 'returns without the lock',
    of: ['code0', 'code1'],
    check: ({ shared, self }: { shared: View<typeof fields>; self: number }) => (shared.lock === 1 + self ? 1 : 0),
    says: () => 'it holds it',
  },
]

describe('random threads that are alike', () => {
  it('make as many states as a naive search has orbits, and the same of them', () => {
    fc.assert(
      fc.property(crowds, world => {
        const naive = naiveSearch(world)
        fc.pre(naive !== undefined)
        const { threads } = allSay(systemOf(world), [neverBad(world), stuck, ends])
        expect(threads.states).toBe(naive.orbits)
        expect(threads.judgements.map(({ outcome }) => outcome.verdict === 'violated').slice(0, 2)).toEqual([
          naive.broken !== undefined,
          naive.stuck !== undefined,
        ])
      }),
      { numRuns: 30, endOnFailure: true },
    )
  })
  it('may be named in the state', () => {
    fc.assert(
      fc.property(crowds, world => {
        const system = naming(systemOf(world))
        fc.pre(search(system, [], { states: 2000 }).cut === undefined)
        const { full, threads } = allSay(system, promises)
        expect(threads.reduced!.toldApart).toBeUndefined()
        expect(threads.states).toBeLessThanOrEqual(full.states)
      }),
      { numRuns: 30, endOnFailure: true },
    )
  })
})
