/**
 * Ctrl-C is told in the same words by all that searches, wherever a verdict is read.
 */
import { describe, expect, it } from 'vitest'
import { exitCodeOfDiff } from '../../../cli/judging/compare/diff.ts'
import { comparedBy, compareIn } from '../../../cli/judging/compare/diffing.ts'
import { entryOf } from '../../../cli/judging/suite/expectations.ts'
import { suiteReport } from '../../../cli/judging/suite/report.ts'
import { showWorld } from '../../../cli/names/world-name.ts'
import { summaryOf } from '../../../cli/reports/cases/case.ts'
import { suiteCases } from '../../../cli/reports/cases/suite.ts'
import { diffJson } from '../../../cli/reports/compare/json.ts'
import { ALL, diffText } from '../../../cli/reports/compare/text.ts'
import { suiteJson } from '../../../cli/reports/suite/json.ts'
import { suiteText } from '../../../cli/reports/suite/text.ts'
import { sampleJson } from '../../../cli/reports/world/walked/sample-json.ts'
import { sampleText } from '../../../cli/reports/world/walked/sample-text.ts'
import type { Ended, Job, WalksEnded } from '../../../cli/run/search/job.ts'
import { searchingHere } from '../../../cli/run/shards/searcher.ts'
import { walked } from '../../../cli/run/walking.ts'
import { palette } from '../../../cli/text/palette.ts'
import { designs } from '../../../model/designs/index.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import type { Claim } from '../../../spec/claims/claim.ts'
import { promises } from '../../../spec/promises/index.ts'
import { holds, judged, result } from '../by-hand/results.ts'

const page = { width: 200, palette: palette(false), locals: false, unfired: false }
const notRun: Ended = { kind: 'not-run' }

describe('a suite that Ctrl-C ends', () => {
  const [first, second] = [
    { scenario: 'convert', design: 'as-posted' },
    { scenario: 'convert', design: 'repaired' },
  ]
  const claim: Claim = {
    name: 'a-claim',
    who: 'somebody',
    message: 'a mail',
    says: 'it does',
    finding: 'confirmed',
    because: 'it does',
    worlds: [{ ...first, promises: { a: 'holds' } }],
  }
  const recorded = new Map([first, second].map(world => [showWorld(world), entryOf(world, result([holds('a')]))]))
  const expected = { recorded, listed: [first, second], claims: [claim], findings: [] }
  const report = (...outcomes: readonly Ended[]) =>
    suiteReport(
      outcomes.map((outcome, at) => ({ world: [first, second][at]!, operations: [], outcome })),
      expected,
      true,
    )

  it.each([
    ['before a world was searched', notRun],
    ['while it was', judged([holds('a')], { cut: 'interrupted' })],
  ])('says so in its summary, %s', (_, outcome) => {
    const cut = report(judged([holds('a')]), outcome)
    expect(cut.exitCode).toBe(3)
    const says = 'interrupted, with 1 of 2 worlds not searched to its end: 2 worlds: 1 world not seen whole'
    expect(suiteText(cut, page).at(-1)).toBe(says)
    expect(suiteJson(cut).says).toBe(says)
    expect(summaryOf(suiteCases(cut))).toMatch(/^suite: interrupted, with 1 case not judged: /)
  })

  it('has a case that is not judged for what its worlds would have borne out', () => {
    const verdicts = (...outcomes: readonly Ended[]) =>
      suiteCases(report(...outcomes)).groups[1]!.cases.map(({ verdict }) => verdict)
    expect(verdicts(notRun)).toEqual(['open'])
    expect(verdicts(judged([holds('a')]))).toEqual(['passed'])
    // Of a quick run, which leaves that world out.
    expect(verdicts()).toEqual(['skipped'])
  })
})

describe('a diff that Ctrl-C ends', async () => {
  const both = await comparedBy(['upstream', 'populate-keeps-folio-locked'], { designs })
  const chosen = scenarios.filter(({ name }) => ['bind-pages-twice', 'populate-during-guest-fault'].includes(name))
  const told = async (isCut: (job: Job) => boolean) => {
    const here = searchingHere(1)
    const tries = async (jobs: readonly Job[]) => {
      const made = await here.tries(jobs.filter(job => !isCut(job)))
      let next = 0
      return jobs.map(job => (isCut(job) ? notRun : made[next++]!))
    }
    const worlds = await compareIn(chosen, both, { seconds: 60 }, { ...here, tries })
    return { both, worlds, large: [], exitCode: exitCodeOfDiff(worlds) }
  }

  it('says so first, before the searches', async () => {
    const diff = await told(({ world }) => world.scenario === 'bind-pages-twice')
    expect(diff.exitCode).toBe(3)
    const says =
      'interrupted, with 1 of 2 scenarios not searched to its end: upstream and populate-keeps-folio-locked behave differently in 1 of 2 scenarios'
    expect(diffJson(diff).says).toBe(says)
    expect(diffText(diff, promises, page, ALL)[0]).toBe(says)
  })

  it('says so first, before it knows the ways to what differs', async () => {
    const diff = await told(({ observe }) => observe !== 'all')
    expect(diff.exitCode).toBe(3)
    expect(diffJson(diff).says).toMatch(/^interrupted, with 2 of 2 scenarios not searched to their end: upstream and /)
  })

  it('says nothing of it where it never came', async () => {
    const diff = await told(() => false)
    expect(diff.exitCode).toBe(1)
    expect(diffJson(diff).says).toMatch(/^upstream and populate-keeps-folio-locked behave differently in 2 of 2/)
  })
})

describe('walks that Ctrl-C ends', () => {
  const [scenario] = scenarios
  const asked = { walks: 3000, steps: 10, seed: 1 }
  const sample = { judgements: [], goals: [], walks: 1000, steps: 5, seed: 1, seconds: 0 }
  it.each<[string, WalksEnded, RegExp]>([
    ['before the first', { kind: 'not-run' }, /^interrupted, with 3,000 of 3,000 walks not made: nothing is known$/],
    [
      'after some',
      { kind: 'walked', interrupted: true, sample: sample as never },
      /^interrupted, with 2,000 of 3,000 walks not made: no broken promise was met/,
    ],
  ])('are told so first, %s', (_, outcome, says) => {
    const world = { scenario: scenario!.name, design: 'upstream' }
    const told = { world, scenario: scenario!, asked: asked as never, ...walked([outcome]) }
    expect(told.exitCode).toBe(3)
    expect(sampleJson(told).says).toMatch(says)
    expect(sampleText(told, promises, page)[0]).toMatch(says)
  })
})
