import { describe, expect, it } from 'vitest'
import type { Judgement } from '../../../../checker/index.ts'
import { entryOf } from '../../../../cli/judging/suite/expectations.ts'
import { quickSearches, type SuiteRun, suiteReport } from '../../../../cli/judging/suite/report.ts'
import { showWorld } from '../../../../cli/names/world-name.ts'
import type { Ended } from '../../../../cli/run/search/job.ts'
import type { Claim } from '../../../../spec/claims/claim.ts'
import type { Finding } from '../../../../spec/findings/finding.ts'
import { holds, judged, open, result, violated } from '../../by-hand/results.ts'

const breaks = { scenario: 'convert', design: 'as-posted' }
const keeps = { scenario: 'convert', design: 'repaired' }
const listed = [breaks, keeps]

const claim: Claim = {
  name: 'memory-may-run-out',
  who: 'somebody',
  message: 'a mail',
  says: 'it may',
  finding: 'confirmed',
  because: 'it does',
  worlds: [{ ...breaks, promises: { a: 'violated', b: 'holds' } }],
}
const finding: Finding = {
  name: 'lost-entry',
  ...breaks,
  promises: ['a'],
  functions: ['split'],
  why: 'It is lost.',
  repair: 'Keep it.',
  repaired: 'repaired',
}

const operations = ['convert']
const ran = (first: Ended, second: Ended): SuiteRun[] => [
  { world: breaks, operations, outcome: first },
  { world: keeps, operations, outcome: second },
]
const asSeen = ran(
  judged([violated('a', 4), holds('b'), holds('c', 0)]),
  judged([holds('a'), holds('b'), holds('c', 0)]),
)
const recorded = new Map([
  [showWorld(breaks), entryOf(breaks, result([violated('a', 4), holds('b'), holds('c', 0)]))],
  [showWorld(keeps), entryOf(keeps, result([holds('a'), holds('b'), holds('c', 0)]))],
])
const expected = { recorded, listed, claims: [claim], findings: [finding] }

describe('a suite', () => {
  it('in which all is as expected ends with 0', () => {
    expect(suiteReport(asSeen, expected).exitCode).toBe(0)
  })

  it.each<[string, number, SuiteRun[], object]>([
    ['a shorter trace', 1, ran(judged([violated('a', 3), holds('b'), holds('c', 0)]), asSeen[1]!.outcome), {}],
    [
      'one state more',
      1,
      ran(judged([violated('a', 4), holds('b'), holds('c', 0)], { states: 27 }), asSeen[1]!.outcome),
      {},
    ],
    ['a world without a recorded result', 1, asSeen, { recorded: new Map([...recorded].slice(1)) }],
    [
      'a world without a recorded result whose search was cut',
      1,
      ran(judged([open('a', 'memory')], { cut: 'memory' }), asSeen[1]!.outcome),
      { recorded: new Map([...recorded].slice(1)), claims: [], findings: [] },
    ],
    [
      'a claim that is not borne out',
      1,
      asSeen,
      { claims: [{ ...claim, worlds: [{ ...keeps, promises: { a: 'violated' } }] }] },
    ],
    [
      'a claim about a world that is not listed',
      1,
      asSeen,
      { claims: [{ ...claim, worlds: [{ scenario: 'pin', design: 'repaired', promises: { a: 'holds' } }] }] },
    ],
    [
      'a claim that is never put to the test',
      1,
      asSeen,
      { claims: [{ ...claim, worlds: [{ ...keeps, promises: { c: 'holds' } }] }] },
    ],
    ['a repair that does not repair', 1, asSeen, { findings: [{ ...finding, promises: ['b'] }] }],
    ['a cut', 3, ran(asSeen[0]!.outcome, judged([open('a', 'memory')], { cut: 'memory' })), {}],
    ['Ctrl-C', 3, ran(judged([violated('a', 3)]), { kind: 'not-run' }), {}],
    ['a failure', 4, ran(judged([violated('a', 3)]), { kind: 'failed', message: 'no', stack: 'no' }), {}],
  ])('ends with %s: exit code %i', (_, exitCode, worlds, more) => {
    expect(suiteReport(worlds, { ...expected, ...more }).exitCode).toBe(exitCode)
  })

  it('takes differences for granted once they are recorded, and claims not', () => {
    const exitCode = (judgements: Judgement[]) =>
      suiteReport(ran(judged(judgements), asSeen[1]!.outcome), expected, true).exitCode
    expect(exitCode([violated('a', 3), holds('b')])).toBe(0)
    expect(exitCode([holds('a'), holds('b')])).toBe(1)
  })

  it('names promises that nothing tests, and promises that nothing breaks', () => {
    expect(suiteReport(asSeen, expected).neverUsed).toMatchObject({ untested: ['c'], unbroken: ['b'] })
    expect(suiteReport(asSeen.slice(1), expected).neverUsed).toBeUndefined()
  })
})

describe('a quick suite', () => {
  const known = (transitions: number) => ({ ...recorded.get(showWorld(breaks))!, transitions })
  const quick = (...worlds: [typeof breaks, number][]) =>
    quickSearches(listed, new Map(worlds.map(([world, size]) => [showWorld(world), known(size)])), { reduce: true })

  it('leaves out worlds that are known to be large', () => {
    expect(quick([breaks, 100_000], [keeps, 100_001])).toEqual([{ world: breaks, bounds: { reduce: true } }])
  })

  it('searches worlds without a recorded result, up to a bound, and tells of them', () => {
    expect(quick([breaks, 7])[1]).toEqual({ world: keeps, bounds: { reduce: true, states: 100_000 } })
    expect(quickSearches(listed, new Map(), {}).map(({ world }) => world)).toEqual(listed)
    const { worlds } = suiteReport(asSeen, { ...expected, recorded: new Map() })
    expect(worlds.map(({ differences }) => differences)).toEqual([
      ['not recorded: record it with gmemcheck suite --record'],
      ['not recorded: record it with gmemcheck suite --record'],
    ])
  })
})

describe('transitions that never fired', () => {
  const unfired = (at: string, operation = 'convert') => ({ operation, at, event: 'step', candidate: 0 })
  const world = (name: string, neverFired: ReturnType<typeof unfired>[], operations = ['convert']) => ({
    world: { scenario: name, design: 'as-posted' },
    operations,
    outcome: judged([holds('a')], { neverFired }),
  })
  const reported = (worlds: SuiteRun[], listed = worlds.map(({ world }) => world)) =>
    suiteReport(worlds, { recorded: new Map(), listed, claims: [], findings: [] }).neverUsed?.neverFired

  it('are those that fired in no world that runs their operation', () => {
    const worlds = [
      world('one', [unfired('splitting'), unfired('merging')]),
      world('two', [unfired('merging'), unfired('locking')]),
      world('three', [unfired('entered', 'pin')], ['pin']),
    ]
    expect(reported(worlds)).toEqual([
      { design: 'as-posted', transitions: [unfired('merging'), unfired('entered', 'pin')] },
    ])
  })
  it('are not told when some world was not seen, for it might fire there', () => {
    const one = world('one', [unfired('splitting')])
    expect(reported([one], [one.world, keeps])).toBeUndefined()
  })
  it('are judged without mutations, which may let fire what else would not', () => {
    const one = world('one', [unfired('splitting')])
    const mutated = { ...world('one', []), world: { ...one.world, mutation: 'without-x' } }
    expect(reported([one, mutated])).toEqual([{ design: 'as-posted', transitions: [unfired('splitting')] }])
    expect(showWorld(mutated.world)).toBe('one@as-posted~without-x')
  })
})
