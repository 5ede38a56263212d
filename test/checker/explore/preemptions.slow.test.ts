import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { build } from '../../../checker/bench/graphs/index.ts'
import { oneInside, peterson } from '../../../checker/bench/graphs/peterson.ts'
import type { AnySystem } from '../../../checker/declare.ts'
import { InputError, type Limits, type Property, type Result, replay, search } from '../../../checker/index.ts'
import { nested } from '../toys/nested.ts'
import { description, naivePreemptions, naiveSearch, neverBad, neverBadAtReturn, systemOf } from '../toys/random.ts'
import { type Room, room } from '../toys/room.ts'

const stuck: Property = { kind: 'stuck', name: 'stuck' }
const ends: Property = { kind: 'progress', name: 'ends' }
const outcomes = ({ judgements }: Result) => judgements.map(({ outcome }) => outcome.verdict)
/** More than any run of a small world needs to reach what it can reach. */
const ENOUGH = 60

describe('a search by number of preemptions', () => {
  it('finds broken states and returns by runs with fewest preemptions, and of those the shortest', () => {
    fc.assert(
      fc.property(description, fc.nat(3), (world, most) => {
        const naive = naivePreemptions(world, most)
        fc.pre(naive !== 'too many')
        const properties = [neverBad(world), neverBadAtReturn(world)]
        const { judgements, states } = search(systemOf(world), properties, { preemptions: most })
        const costs = judgements.map(({ property, outcome }) => {
          if (outcome.verdict !== 'violated') return undefined
          const { preemptions, steps, initial, path, says } = outcome.trace
          const replayed = replay(systemOf(world), properties, initial, path)
          expect(replayed.broken).toContainEqual({ property, says, after: steps.length })
          return { preemptions, steps: steps.length }
        })
        expect([...costs, states]).toEqual([naive.state, naive.return, naive.states])
      }),
      { numRuns: 100 },
    )
  })
  it('says what any search says once more preemptions add nothing', () => {
    fc.assert(
      fc.property(description, world => {
        fc.pre(naiveSearch(world, 500) !== undefined)
        const properties = [neverBad(world), neverBadAtReturn(world), stuck, ends]
        const bounded = search(systemOf(world), properties, { preemptions: ENOUGH })
        expect(bounded.cut).toBeUndefined()
        expect(bounded.preemptions).toBeLessThan(ENOUGH)
        const plain = search(systemOf(world), properties)
        expect(outcomes(bounded)).toEqual(outcomes(plain))
        expect(bounded.judgements.at(-1)!.outcome).toEqual(plain.judgements.at(-1)!.outcome)
        const again = search(systemOf(world), properties, { preemptions: bounded.preemptions! })
        expect({ ...again, seconds: 0 }).toEqual({ ...bounded, seconds: 0 })
      }),
      { numRuns: 40 },
    )
  })
  it('promises nothing while more preemptions may add something', () => {
    const { judgements, cut, preemptions } = search(peterson(), [oneInside, stuck], { preemptions: 1 })
    expect({ cut, preemptions }).toEqual({ cut: 'preemptions', preemptions: 1 })
    for (const { outcome } of judgements) expect(outcome).toEqual({ verdict: 'bound-reached', cut: 'preemptions' })
  })
  it('finds what a step raises that costs a preemption', () => {
    const [none, one] = [0, 1].map(preemptions => search(room(), [intruded], { preemptions }).judgements[0]!.outcome)
    expect(none).toEqual({ verdict: 'bound-reached', cut: 'preemptions' })
    expect(one).toMatchObject({ verdict: 'violated', trace: { path: '0.0.1', preemptions: 1 } })
  })
  it('fires the transitions that any search fires', () => {
    const bounded = search(nested(), [], { preemptions: ENOUGH })
    expect(bounded.neverFired).toEqual(search(nested(), []).neverFired)
  })
  it('is cut as any search is, and says how many preemptions it has seen', () => {
    const { system, properties } = build('blocks-S')
    const within = (limits: object) => search(system, properties, { preemptions: 2, ...limits })
    expect(within({ states: 3000 })).toMatchObject({ cut: 'states', preemptions: -1 })
    expect(within({ states: 20_000 })).toMatchObject({ cut: 'states', preemptions: 0 })
    expect(within({ interrupted: () => true })).toMatchObject({ cut: 'interrupted', preemptions: -1 })
    expect(within({ bytes: 2_000_000 }).cut).toBe('memory')
    expect(within({ depth: 5 })).toMatchObject({ cut: 'depth', depth: 5 })
    const first = search(...asked('blocks-S-broken'), { preemptions: 9, stopAtFirst: true })
    expect(first).toMatchObject({ cut: 'first-violation', preemptions: -1 })
  })
  it('judges whether calls can end where it has seen all, and only there', () => {
    const outcome = (system: AnySystem, limits: Limits) => search(system, [ends], limits).judgements[0]!.outcome
    expect(outcome(peterson(), { preemptions: ENOUGH })).toEqual({ verdict: 'holds' })
    expect(outcome(peterson(), { preemptions: 1 })).toEqual({ verdict: 'bound-reached', cut: 'preemptions' })
  })
  it('cannot be had with everything', () => {
    const workers = { count: 2, source: { module: '', name: '', argument: '' } }
    for (const limits of [{ workers }, { exact: true }])
      expect(() => search(peterson(), [], { preemptions: 1, ...limits })).toThrow(InputError)
  })
})

const asked = (graph: string) => {
  const { system, properties } = build(graph)
  return [system, properties] as const
}

const intruded: Property<Room> = {
  kind: 'signal',
  name: 'alone',
  check: ({ shared }) => shared.met,
  says: () => 'somebody looked in',
}
