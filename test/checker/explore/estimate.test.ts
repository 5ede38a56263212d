import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { graphs } from '../../../checker/bench/graphs/index.ts'
import type { Progress } from '../../../checker/declare/limits.ts'
import { estimated } from '../../../checker/explore/estimate.ts'
import { Watch } from '../../../checker/explore/watch.ts'
import { aboutWords } from '../../../cli/text/words.ts'

/** States of each level, recorded: of the engine's own graphs, and of worlds that were large at the time. */
const levels: Readonly<Record<string, readonly number[]>> = JSON.parse(
  readFileSync(new URL('../toys/levels.json', import.meta.url), 'utf8'),
)
const totalsOf = (sizes: readonly number[]) =>
  sizes.map((_, level) => sizes.slice(0, level + 1).reduce((a, b) => a + b))

describe('an estimate of the states in all', () => {
  const made = Object.values(levels).flatMap(sizes => {
    const totals = totalsOf(sizes)
    const all = totals.at(-1)!
    const early = totals.filter(total => total < 0.97 * all).length
    return Array.from({ length: early }, (_, level) => {
      const about = estimated(totals.slice(0, level + 1))
      return { seen: totals[level]! / all, ratio: about === undefined ? undefined : about / all }
    })
  })
  const ratios = made.flatMap(({ ratio }) => ratio ?? []).sort((a, b) => a - b)
  const quantile = (share: number) => ratios[Math.round(share * (ratios.length - 1))]!

  it('is made from levels that were really recorded', () => {
    for (const [name, sizes] of Object.entries(levels)) {
      if (name in graphs) expect(totalsOf(sizes).at(-1), name).toBe(graphs[name]!.states)
    }
  })
  it('is close in half of all cases, too low in some, and never far too high', () => {
    expect(quantile(0.25)).toBeGreaterThan(0.92)
    expect(quantile(0.75)).toBeLessThan(1.08)
    expect(quantile(0.05)).toBeGreaterThan(0.33)
    expect(quantile(0.95)).toBeLessThan(1.15)
    expect(quantile(1)).toBeLessThan(1.8)
  })
  it('is made more often than not once half has been seen, and hardly ever before', () => {
    const share = (some: typeof made) => some.filter(({ ratio }) => ratio !== undefined).length / some.length
    expect(share(made.filter(({ seen }) => seen > 0.5))).toBeGreaterThan(0.5)
    expect(share(made.filter(({ seen }) => seen < 0.1))).toBeLessThan(0.1)
  })
  it('is not made while levels grow', () => {
    expect(estimated(totalsOf(Array.from({ length: 40 }, (_, level) => 2 ** level)))).toBeUndefined()
  })
  it('is told with the progress of a search, unless more was found already', async () => {
    const told: Progress[] = []
    const watch = new Watch({ bytes: 1, onProgress: progress => told.push(progress) }, 0)
    const totals = totalsOf(levels['blocks-S']!).slice(0, -3)
    for (const total of totals) watch.level(total)
    const at = { transitions: 0, depth: totals.length, frontier: 1, spilled: 0 }
    for (const states of [totals.at(-1)!, 2 * totals.at(-1)!]) {
      await setTimeout(250)
      watch.look({ ...at, states }, 0)
    }
    expect(told.map(({ about }) => about)).toEqual([Math.round(estimated(totals)!), undefined])
  })
  it('tells how long the rest may take, at the rate so far', () => {
    expect(aboutWords(600_000, 30, 1_234_567)).toBe('about 1,200,000 in all and 32 s more')
    expect(aboutWords(500_000, 300, 1_000_000)).toBe('about 1,000,000 in all and 5 min more')
  })
})
