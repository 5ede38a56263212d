import { describe, expect, it } from 'vitest'
import { build } from '../../../checker/bench/graphs/index.ts'
import { oneInside, peterson } from '../../../checker/bench/graphs/peterson.ts'
import { BATCH, type Property, replay, type Sample, sample, together } from '../../../checker/index.ts'
import { counter } from '../toys/counter.ts'
import { nested, type Sum } from '../toys/nested.ts'
import { room } from '../toys/room.ts'

const verdicts = ({ judgements }: Sample) => judgements.map(({ outcome }) => outcome.verdict)
const walks = { seed: 1, walks: 200, steps: 100 }

describe('random walks', () => {
  it('never say that a promise holds', () => {
    const result = sample(peterson(), [oneInside, { kind: 'stuck', name: 'stuck' }], walks)
    expect(verdicts(result)).toEqual(['sampled', 'sampled'])
    expect(result).toMatchObject({ seed: 1, walks: 200, steps: 20_000 })
    expect(result.judgements[0]!.judged).toBe(200 * 101)
  })
  it('find what is broken, by a run that replays', () => {
    const { outcome } = sample(peterson(false), [oneInside], walks).judgements[0]!
    if (outcome.verdict !== 'violated') throw new Error('not found')
    const { initial, path, steps } = outcome.trace
    const { broken } = replay(peterson(false), [oneInside], initial, path)
    expect(broken.at(-1)).toEqual({ property: 'one-inside', says: '2 threads are inside', after: steps.length })
  })
  it('find what a step raises, and what a return breaks', () => {
    const overflow: Property<Sum> = {
      kind: 'signal',
      name: 'overflow',
      fatal: true,
      check: ({ shared }) => (shared.overflow === 1 ? 1 : 0),
      says: () => 'overflow',
    }
    const failed: Property<Sum> = {
      kind: 'return',
      name: 'failed',
      of: ['sum'],
      check: ({ locals }) => locals.result,
      says: () => 'failed',
    }
    expect(verdicts(sample(nested(), [overflow], walks))).toEqual(['violated'])
    expect(verdicts(sample(nested(), [failed], walks))).toEqual(['violated'])
  })
  it('are the same for the same seed, and others for another', () => {
    const { system, properties } = build('blocks-S-broken')
    const take = (seed: number) => ({ ...sample(system, properties, { seed, walks: 300, steps: 200 }), seconds: 0 })
    expect(take(7)).toEqual(take(7))
    expect(take(8).judgements).not.toEqual(take(7).judgements)
  })
  it('are the same however they are shared out', () => {
    const { system, properties } = build('blocks-S-broken')
    const take = (first: number, walks: number) => sample(system, properties, { seed: 2, first, walks, steps: 25 })
    const told = (result: Sample) => ({ ...result, seconds: 0 })
    const all = take(0, 2 * BATCH + 100)
    expect(all.judgements.some(({ outcome }) => outcome.verdict === 'violated' && outcome.walk >= BATCH)).toBe(true)
    const shared = [take(BATCH, BATCH), take(2 * BATCH, 100), take(0, BATCH)]
    expect(told(together(shared))).toEqual(told(all))
  })
  it('prefer what was rarely taken', () => {
    const returned: Property = { kind: 'return', name: 'returned', of: ['look'], check: () => 0, says: () => '' }
    // Of two walks, how many began with the call that returns at its first step.
    const looks = (seed: number) =>
      sample(room({ either: true }), [returned], { seed, walks: 2, steps: 1 }).judgements[0]!.judged
    const tally = [0, 0, 0]
    for (let seed = 0; seed < 1000; seed++) tally[looks(seed)]! += 1
    // Even odds would give 500, with a deviation of 16; the odds of the second walk are 4 to 2.5.
    expect(tally[1]).toBeGreaterThan(565)
    expect(tally[1]).toBeLessThan(665)
  })
  it('end where nothing goes on, and reach goals', () => {
    const goal = (name: string, count: number): Property => ({
      kind: 'goal',
      name,
      reached: ({ shared }) => shared.count === count,
    })
    const result = sample(counter(1, 1), [goal('four', 4), goal('three', 3)], { seed: 3, walks: 50, steps: 100 })
    expect(result.steps).toBe(100)
    expect(result.goals).toEqual([
      { goal: 'four', reached: true },
      { goal: 'three', reached: false },
    ])
  })
  it('take every step with like odds', () => {
    // A first step of four: two threads, two tuples each. Half of the walks go on with the thread that started.
    const first = (seed: number) => {
      const seen: Property = {
        kind: 'state',
        name: 'started',
        check: ({ shared }) => (shared.count > 0 ? 1 : 0),
        says: () => '',
      }
      const { outcome } = sample(counter(2, 1), [seen], { seed, walks: 1, steps: 2 }).judgements[0]!
      return outcome.verdict === 'violated' ? outcome.trace.path.split('.')[0]! : 'none'
    }
    const tally = new Map<string, number>()
    for (let seed = 0; seed < 400; seed++) tally.set(first(seed), (tally.get(first(seed)) ?? 0) + 1)
    for (const element of ['0', '0a', '1', '1a']) expect(tally.get(element), element).toBeGreaterThan(30)
  })
  it('stop when they are told to', () => {
    expect(sample(peterson(), [], { ...walks, interrupted: () => true }).walks).toBe(0)
    expect(sample(peterson(), [], { ...walks, walks: 1e9, seconds: 0.05 }).walks).toBeLessThan(1e9)
  })
})
