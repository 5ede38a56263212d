import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Property, replay, search } from '../../../checker/index.ts'
import { description, naiveSearch, neverBad, systemOf } from '../toys/random.ts'

const stuck: Property = { kind: 'stuck', name: 'stuck' }

describe('the search of a random world', () => {
  it('finds what a naive search finds: counts, verdicts, and the length of the shortest traces', () => {
    fc.assert(
      fc.property(description, fc.boolean(), (world, audit) => {
        const naive = naiveSearch(world)
        fc.pre(naive !== undefined)
        const result = search(systemOf(world), [neverBad(world), stuck], { audit })
        expect([result.states, result.transitions, result.depth]).toEqual([
          naive.states,
          naive.transitions,
          naive.depth,
        ])
        const lengths = result.judgements.map(({ outcome }) =>
          outcome.verdict === 'violated' ? outcome.trace.steps.length : undefined,
        )
        expect(lengths).toEqual([naive.broken, naive.stuck])
      }),
      { numRuns: 150 },
    )
  })
  it('gives the same result twice, and traces that replay to the same violation', () => {
    fc.assert(
      fc.property(description, world => {
        const properties = [neverBad(world), stuck]
        const once = search(systemOf(world), properties)
        const again = search(systemOf(world), properties)
        expect({ ...again, seconds: 0 }).toEqual({ ...once, seconds: 0 })
        for (const { property, outcome } of once.judgements) {
          if (outcome.verdict !== 'violated') continue
          const { initial, path, steps, says } = outcome.trace
          const replayed = replay(systemOf(world), properties, initial, path)
          expect(replayed.steps).toEqual(steps)
          expect(replayed.broken).toContainEqual({ property, says, after: steps.length })
        }
      }),
      { numRuns: 100 },
    )
  })
})
