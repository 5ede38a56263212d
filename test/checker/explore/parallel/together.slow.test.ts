/** What several workers write down, and what they put on disk. */
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { build } from '../../../../checker/bench/graphs/index.ts'
import { type Limits, type Result, search } from '../../../../checker/index.ts'

// Helper threads run compiled JavaScript: `npm test` builds it first.
const module = new URL('../../../../dist/checker/bench/graphs/index.js', import.meta.url).href
const workersFor = (graph: string, count: number) =>
  count === 1 ? {} : { workers: { count, source: { module, name: 'build', argument: graph }, after: 0 } }
/** What was needed may differ, nothing else. */
const told = (result: Result) => ({ ...result, seconds: 0, memory: 0, spilled: 0 })
const directory = mkdtempSync(join(tmpdir(), 'together-'))
const named = { file: join(directory, 'search'), world: 'toy', version: '1' }

/** One run after the other, each interrupted after so many looks of the leader, until one is not. */
function inPieces(graph: string, runs: readonly (readonly [workers: number, looks: number])[], limits: Limits = {}) {
  const { system, properties } = build(graph)
  for (let run = 0; ; run++) {
    const [count, looks] = runs[run % runs.length]!
    let left = looks
    const interrupted = () => --left === 0
    const checkpoint = { ...named, resume: run > 0 }
    const result = search(system, properties, { ...limits, ...workersFor(graph, count), interrupted, checkpoint })
    if (result.cut !== 'interrupted') return { result, runs: run + 1 }
  }
}

describe('a search of several workers', () => {
  const alone = (graph: string, limits: Limits = {}) => {
    const { system, properties } = build(graph)
    return search(system, properties, limits)
  }
  it('goes on from where it was cut, with any number of workers', () => {
    const { result, runs } = inPieces('blocks-S-broken', [
      [2, 100],
      [1, 150],
      [3, 60],
      [1, 40],
    ])
    expect(runs).toBeGreaterThan(3)
    expect(told(result)).toEqual(told(alone('blocks-S-broken')))
    expect(readdirSync(directory)).toEqual([])
  })
  it('ends with the level of the first violation, wherever that was found', () => {
    const limits = { stopAtFirst: true }
    const { result } = inPieces('blocks-S-broken', [[2, 60]], limits)
    expect(result.checkpoint).toEqual({ file: named.file })
    expect({ ...told(result), checkpoint: undefined }).toEqual(told(alone('blocks-S-broken', limits)))
    const { system, properties } = build('blocks-S-broken')
    const whole = search(system, properties, { checkpoint: { ...named, resume: true } })
    expect(told(whole)).toEqual(told(alone('blocks-S-broken')))
  })
  it('is written down while it goes on', () => {
    const { system, properties } = build('blocks-S-broken')
    const result = search(system, properties, {
      ...workersFor('blocks-S-broken', 2),
      checkpoint: { ...named, every: 0.02 },
    })
    expect(told(result)).toEqual(told(alone('blocks-S-broken')))
  })
  it('lets states wait on disk, and writes them down from there', () => {
    const { system, properties } = build('phil-10')
    const limits = { bytes: 15_000_000, spill: tmpdir(), depth: 13 }
    const cut = search(system, properties, { ...limits, ...workersFor('phil-10', 2), checkpoint: named })
    expect(cut.spilled).toBeGreaterThan(1_000_000)
    expect(cut).toMatchObject({ cut: 'depth', states: 470_315, checkpoint: { file: named.file } })
    const rest = alone('phil-10', { depth: 14, checkpoint: { ...named, resume: true } })
    expect({ ...told(rest), checkpoint: undefined }).toEqual(told(alone('phil-10', { depth: 14 })))
  })
})
