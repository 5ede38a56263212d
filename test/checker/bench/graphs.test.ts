import { describe, expect, it } from 'vitest'
import { blocks, promises } from '../../../checker/bench/graphs/blocks.ts'
import { grid } from '../../../checker/bench/graphs/grid.ts'
import { oneInside, peterson } from '../../../checker/bench/graphs/peterson.ts'
import { philosophers } from '../../../checker/bench/graphs/philosophers.ts'
import { type Property, type Result, search } from '../../../checker/index.ts'
import { consistent, twoPhaseCommit } from '../toys/two-phase-commit.ts'

const stuck: Property = { kind: 'stuck', name: 'stuck' }
const counts = ({ states, transitions }: Result) => [states, transitions]
const traceOf = (result: Result, property: string) => {
  const { outcome } = result.judgements.find(judgement => judgement.property === property)!
  if (outcome.verdict !== 'violated') throw new Error(`${property} is not violated`)
  return outcome.trace
}
const verdicts = (result: Result) => result.judgements.map(({ outcome }) => outcome.verdict)

describe('the search counts what others counted', () => {
  it("42 states of Peterson's lock, which keeps the second thread out", () => {
    const result = search(peterson(), [oneInside, stuck])
    expect(counts(result)).toEqual([42, 76])
    expect(verdicts(result)).toEqual(['holds', 'holds'])
  })
  it('288 states of two-phase commit with 3 managers', () => {
    const result = search(twoPhaseCommit(3), [consistent])
    // 1,146 with the initial state, as TLC counts what it generates.
    expect(counts(result)).toEqual([288, 1145])
    expect(verdicts(result)).toEqual(['holds'])
  })
  it('8,832 states of two-phase commit with 5 managers', () => {
    expect(search(twoPhaseCommit(5), [consistent]).states).toBe(8832)
  })
  it('103,682 states of eight dining philosophers, the last of them left-handed', () => {
    const result = search(philosophers(8), [stuck])
    expect(counts(result)).toEqual([103_682, 687_768])
    expect(verdicts(result)).toEqual(['holds'])
  })
  it('and judges them alike where code of its own comes in the middle of a search', () => {
    const progress: Property = { kind: 'progress', name: 'progress' }
    for (const values of [6, 7, 8]) {
      const last: Property = {
        kind: 'state',
        name: 'last',
        check: ({ shared }: { shared: { dial: ArrayLike<number> } }) =>
          Number(Array.from(shared.dial).every(value => value === values - 1)),
        says: () => 'every dial is at its end',
      }
      const result = search(grid(5, values), [last, progress, stuck])
      expect(counts(result)).toEqual([values ** 5, 5 * values ** 5])
      expect(traceOf(result, 'last').steps).toHaveLength(5 * (values - 1))
      expect(traceOf(result, 'progress').steps).toEqual([])
      expect(result.judgements.map(({ judged }) => judged)).toEqual([values ** 5, values ** 5, values ** 5])
      expect(result.neverFired).toEqual([])
    }
  })
  it('10^5 states of a grid of 5 dials', () => {
    const result = search(grid(5, 10), [])
    expect(counts(result)).toEqual([100_000, 500_000])
    // The farthest state has every dial at 9.
    expect(result.depth).toBe(45)
  })
  it('88,184 states of two blocks and two threads', () => {
    const size = { groups: 1, blocks: 2, threads: 2 }
    const result = search(blocks(size), promises(size))
    expect(counts(result)).toEqual([88_184, 201_620])
    expect(verdicts(result)).toEqual(['holds', 'holds', 'holds', 'holds'])
  })
})

describe('the search finds what is broken', () => {
  it('lets both threads in when nobody yields', () => {
    // The turn is thread 0's for ever: thread 1 must be inside before thread 0 asks; then 0 enters too.
    expect(traceOf(search(peterson(false), [oneInside]), 'one-inside')).toMatchObject({
      says: '2 threads are inside',
      path: '0.1.1.1.1.0.0.0',
    })
  })
  it('starves right-handed philosophers who all took one fork', () => {
    const trace = traceOf(search(philosophers(4, false), [stuck]), 'stuck')
    expect(trace.path).toBe('0.0.1.1.2.2.3.3')
    expect(trace.says).toContain('philosopher 3 (dine at holding)')
  })
  it('shows a held block that was closed, when nobody asks whether it is held', () => {
    const size = { groups: 1, blocks: 2, threads: 2 }
    const result = search(blocks(size, false), promises(size))
    expect(verdicts(result)).toEqual(['holds', 'holds', 'violated', 'holds'])
    const trace = traceOf(result, 'held only while open')
    expect(trace.says).toBe('block 0 breaks it')
    expect(trace.steps).toHaveLength(18)
  })
})
