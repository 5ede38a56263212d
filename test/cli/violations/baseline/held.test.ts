import { describe, expect, it } from 'vitest'
import type { Judgement, Trace } from '../../../../checker/declare/result.ts'
import { baselineLines, unseenPhrases } from '../../../../cli/reports/world/baseline-text.ts'
import type { Judged, OtherWays } from '../../../../cli/run/search/job.ts'
import { palette } from '../../../../cli/text/palette.ts'
import { heldAgainst, isOpenBehind } from '../../../../cli/violations/baseline/held.ts'
import { fingerprintOf, fingerprintWords } from '../../../../cli/violations/causes/fingerprint.ts'
import { starts, step } from '../../by-hand/traces.ts'

const trace = (fn: string): Trace => {
  const steps = [starts(0, 'convert', {}), step(0, fn)]
  return { property: 'no-index-wraps', says: 'it wraps', initial: 0, path: '', preemptions: 0, needed: [0, 1], steps }
}
const [known, other] = [trace('store'), trace('erase')]
const world = { scenario: 'convert', design: 'linux-6-12' }
const entryOf = (one: Trace) => ({
  fingerprint: fingerprintWords(fingerprintOf(one)),
  place: fingerprintOf(one).place,
  worlds: ['convert@linux-6-12'],
})
const baseline = { file: 'accepted.jsonl', entries: [entryOf(known), entryOf(other)] }

/** A world that breaks the promise so, and of which these ways are known. */
const held = (ways: OtherWays | undefined) => {
  const judgement: Judgement = {
    property: 'no-index-wraps',
    kind: 'state',
    outcome: { verdict: 'violated', trace: known },
    judged: 1,
  }
  const outcome = {
    kind: 'judged',
    result: { judgements: [judgement] },
    ...(ways && { otherWays: { 'no-index-wraps': ways } }),
  } as unknown as Judged
  return heldAgainst(baseline, [{ world, outcome }])
}

describe('violations held against a baseline', () => {
  it('count every way that is silenced', () => {
    expect(held({ traces: [known, other] })).toMatchObject({ silenced: 2, vanished: [], unseen: [] })
  })

  it('call a way vanished only where all ways were looked for', () => {
    expect(held({ traces: [known] }).vanished).toEqual([entryOf(other)])
    expect(held({ traces: [known], cut: 'states' }).vanished).toEqual([])
    expect(held(undefined).vanished).toEqual([])
  })

  it('leave the answer open where a search behind them was cut, and not where there is none to make', () => {
    for (const cut of ['states', 'time', 'many', 'not-judged'] as const)
      expect(isOpenBehind(held({ traces: [known], cut })), cut).toBe(true)
    expect(isOpenBehind(held({ traces: [known], cut: 'endless' }))).toBe(false)
    expect(isOpenBehind(held({ traces: [known, other] }))).toBe(false)
    // another way that is told is a violation, and worse
    expect(isOpenBehind(held({ traces: [known, trace('new')], cut: 'many' }))).toBe(false)
  })

  it('say in the first lines what was not looked for, and why', () => {
    const said = (ways: OtherWays) =>
      baselineLines(held(ways), { width: 200, palette: palette(false), locals: false })[1]
    expect(said({ traces: [known], cut: 'states' })).toBe(
      '  not seen  other ways to break no-index-wraps, behind what is silenced, in convert@linux-6-12: the search for them was cut: number of states',
    )
    const many = ['a', 'b', 'c', 'd', 'e'].map(promise => ({ promise, cut: 'time' as const, worlds: [promise] }))
    expect(unseenPhrases({ unseen: many })).toEqual([
      'other ways to break a, b, c and 2 more, behind what is silenced, in 5 worlds, such as a: the search for them was cut: time',
    ])
    expect(said({ traces: [known], cut: 'endless' })).toMatch(/only one way is looked for$/)
    expect(said({ traces: [known] })).toMatch(/^ {2}known /)
    expect(said({ traces: [known, trace('new')], cut: 'many' })).toMatch(/^ {2}known /)
  })
})
