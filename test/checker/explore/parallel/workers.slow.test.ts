import { describe, expect, it } from 'vitest'
import { build } from '../../../../checker/bench/graphs/index.ts'
import { InternalError, type Limits, type Result, search } from '../../../../checker/index.ts'
import { Table } from '../../../../checker/store/seen/table.ts'

// Helper threads run compiled JavaScript: `npm test` builds it first.
const module = new URL('../../../../dist/checker/bench/graphs/index.js', import.meta.url).href
const together = (graph: string, count: number, limits: Limits = {}): Result => {
  const { system, properties } = build(graph)
  return search(system, properties, {
    ...limits,
    workers: { count, source: { module, name: 'build', argument: graph }, after: 0 },
  })
}
/** Memory and time may differ, nothing else. */
const told = (result: Result) => ({ ...result, seconds: 0, memory: 0 })

describe('the result of a search does not depend on the number of its workers', () => {
  it.each(['blocks-S-broken', 'phil-8', 'grid-5'])('%s', graph => {
    const { system, properties } = build(graph)
    const alone = told(search(system, properties))
    for (const count of [2, 4]) expect(told(together(graph, count)), `${count} workers`).toEqual(alone)
  })
  it('nor where a level ends it', () => {
    const { system, properties } = build('blocks-S-broken')
    for (const limits of [{ depth: 20 }, { stopAtFirst: true }]) {
      const alone = told(search(system, properties, limits))
      expect(alone.cut).toBeDefined()
      expect(told(together('blocks-S-broken', 2, limits))).toEqual(alone)
    }
  })
  it('nor on when help comes', () => {
    const { system, properties } = build('blocks-S-broken')
    const alone = told(search(system, properties))
    for (const after of [1, 500, 40_000]) {
      const workers = { count: 2, source: { module, name: 'build', argument: 'blocks-S-broken' }, after }
      expect(told(search(system, properties, { workers })), `after ${after} states`).toEqual(alone)
    }
  })
})

describe('a search of several workers', () => {
  const verdicts = ({ judgements }: Result) => new Set(judgements.map(({ outcome }) => outcome.verdict))
  it.each<[string, Limits]>([
    ['time', { seconds: 0.05 }],
    ['memory', { bytes: 4_000_000 }],
    ['states', { states: 30_000 }],
    ['interrupted', { interrupted: () => true }],
  ])('is cut by %s, and then promises nothing', (cut, limits) => {
    const result = together('blocks-S', 2, limits)
    expect(result.cut).toBe(cut)
    expect(verdicts(result)).toEqual(new Set(['bound-reached']))
    expect(result.states).toBeLessThan(88_184)
  })
  it('tells of a helper that cannot build the world', () => {
    const { system, properties } = build('blocks-S')
    const workers = { count: 2, source: { module, name: 'bild', argument: 'blocks-S' }, after: 0 }
    expect(() => search(system, properties, { workers })).toThrow(InternalError)
  })
  it('tells of a helper that builds another world', () => {
    const { system, properties } = build('grid-5')
    const workers = { count: 2, source: { module, name: 'build', argument: 'grid-6' }, after: 0 }
    expect(() => search(system, properties, { workers })).toThrow(
      new InternalError(
        `a helper thread failed: "build" of ${module} builds another world than the one that is searched`,
      ),
    )
  })
  it('audits every worker', () => {
    expect(told(together('blocks-S-broken', 2, { audit: true }))).toEqual(told(together('blocks-S-broken', 2)))
  })
})

describe('a table', () => {
  it('hands over what each shard holds', () => {
    const table = new Table(2 ** 24)
    const n = 50_000
    const first = Int32Array.from({ length: n }, (_, i) => Math.imul(i + 1, 0x9e3779b1))
    const second = Int32Array.from({ length: n }, (_, i) => i + 1)
    table.add(first, second, n, new Uint8Array(n))
    const shards = Array.from({ length: 16 }, (_, shard) => table.shard(shard))
    expect(shards.reduce((sum, { count }) => sum + count, 0)).toBe(n)
    for (const { slots, size, count } of shards) {
      let used = 0
      for (let slot = 0; slot < size; slot++) if (slots[2 * slot + 1] !== 0) used += 1
      expect(used).toBe(count)
    }
  })
})
