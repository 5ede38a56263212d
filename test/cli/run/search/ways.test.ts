import { describe, expect, it } from 'vitest'
import { collectWays, findNewWays, findTheseWays } from '../../../../cli/run/search/ways.ts'
import type { Ways } from '../../../../spec/judging/ways.ts'

const job = { world: { scenario: 'convert-to-shared-out-of-memory', design: 'rfc-v2-split' }, bounds: {} }
const hooks = { interrupted: () => false, onProgress: () => {} }
const promise = 'failed-conversion-restores-state'

describe('the ways in which promises are broken', () => {
  it('are told of broken promises, and of no others', async () => {
    const { result, ways } = await collectWays(job, hooks)
    const told = result.judgements.filter(({ kind }) => ['state', 'signal', 'return'].includes(kind))
    const broken = told.filter(({ outcome }) => outcome.verdict === 'violated').map(({ property }) => property)
    expect(Object.keys(ways).sort()).toEqual(broken.sort())
    expect(broken).toContain(promise)
  })

  it('are none of a promise about calls that run alone, where others run beside', async () => {
    const { ways } = await collectWays(
      { world: { scenario: 'punch-hole-in-pinned-page', design: 'upstream' }, bounds: {} },
      hooks,
    )
    expect(ways).toEqual({})
  })

  it('say what is broken, by which call, whether that succeeds, and how many failures were left', async () => {
    const { ways } = await collectWays(job, hooks)
    expect(ways['page-size-matches-shareability']).toEqual({
      'convert 2,2,1 fails the folio at page 2 is huge, and some page of it is shared': 0,
    })
    expect(ways[promise]).toMatchObject({
      'convert 2,2,1 fails the conversion failed, and page 3 is missing from the filemap': 0,
      'convert 2,2,1 fails the conversion failed, and page 3 is not as up to date as it was': 1,
    })
    expect(Object.keys(ways['readding-after-failed-split-works']!)).toEqual([
      'convert 2,2,1 WARN_ON: the folio at frame 0 could not be added back after a failed split',
    ])
  })

  it('change nothing of what else a search finds', async () => {
    const { result } = await collectWays(job, hooks)
    const known = await findNewWays(job, {}, hooks)
    expect({ ...result, seconds: 0 }).toEqual({ ...known.result, seconds: 0 })
  })

  it('are told without what calls return alone, unless that is asked for', async () => {
    expect(Object.keys(await collectWays(job, hooks))).not.toContain('alone')
    expect(Object.keys((await collectWays({ ...job, alone: true }, hooks)).alone!)).toEqual([
      'convert (start 2, pages 2, share 1)',
    ])
  })
})

describe('ways that are asked for', () => {
  it('have a trace each, the shortest', async () => {
    const { ways } = await collectWays(job, hooks)
    const { traces } = await findTheseWays(job, { [promise]: ways[promise]! }, hooks)
    expect(Object.keys(traces)).toEqual([promise])
    expect(traces[promise]!).toHaveLength(Object.keys(ways[promise]!).length)
    const shortest = (await findNewWays(job, { [promise]: {} }, hooks)).anew[promise]!
    expect(Math.min(...traces[promise]!.map(({ steps }) => steps.length))).toBe(shortest.steps.length)
  })

  it('have none where a promise is not broken so', async () => {
    expect((await findTheseWays(job, { [promise]: { 'no such way': 0 } }, hooks)).traces).toEqual({})
  })
})

describe('a way that is not known', () => {
  const without = (ways: Ways, words: string): Ways => ({
    ...ways,
    [promise]: Object.fromEntries(Object.entries(ways[promise]!).filter(([way]) => !way.includes(words))),
  })

  it('is never met where all are known', async () => {
    const { ways } = await collectWays(job, hooks)
    expect((await findNewWays(job, ways, hooks)).anew).toEqual({})
  })

  it('is told by its shortest trace', async () => {
    const { ways } = await collectWays(job, hooks)
    const { anew } = await findNewWays(job, without(ways, 'page 3'), hooks)
    expect(Object.keys(anew)).toEqual([promise])
    expect(anew[promise]).toMatchObject({
      property: promise,
      says: expect.stringContaining('page 3 '),
    })
  })

  it('may be a known one after fewer failures', async () => {
    const { ways } = await collectWays(job, hooks)
    const fewer = Object.fromEntries(Object.entries(ways[promise]!).map(([way, left]) => [way, left - 1]))
    expect((await findNewWays(job, { [promise]: ways[promise]! }, hooks)).anew).toEqual({})
    expect(Object.keys((await findNewWays(job, { [promise]: fewer }, hooks)).anew)).toEqual([promise])
  })

  it('is looked for only where some way is known', async () => {
    expect((await findNewWays(job, {}, hooks)).anew).toEqual({})
  })
})
