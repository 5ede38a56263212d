import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { share, sharedOut } from '../../../../cli/run/shards/share.ts'

const all = (costs: readonly number[], of: number) =>
  Array.from({ length: of }, (_, at) => sharedOut({ at: at + 1, of }, costs))

describe('shares', () => {
  it('have every job once, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e9 }), { maxLength: 40 }), fc.integer({ min: 1, max: 9 }), (costs, of) => {
        const shares = all(costs, of)
        expect(shares.flat().sort((a, b) => a - b)).toEqual(costs.map((_, job) => job))
        for (const jobs of shares) expect(jobs).toEqual([...jobs].sort((a, b) => a - b))
      }),
    )
  })

  it('differ by no more than the costliest job', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1e9 }), { minLength: 1, maxLength: 40 }), costs => {
        const loads = all(costs, 3).map(jobs => jobs.reduce((sum, job) => sum + costs[job]! + 1, 0))
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(...costs) + 1)
      }),
    )
  })

  it.each(['0/3', '4/3', '1', '1/0', '-1/3', '1/3/3', 'a/b', ''])('cannot be "%s"', text => {
    expect(() => share(text)).toThrow(/^--shard cannot be ".*"\ngive a share/)
  })
})
