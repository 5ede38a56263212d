/**
 * The promises of one searched world as test cases.
 */
import type { Judgement, Trace } from '../../../checker/index.ts'
import { versionsOf } from '../../../model/anchors/index.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import type { Promised } from '../../../spec/promise.ts'
import { showWorld, type WorldName } from '../../names/world-name.ts'
import type { Ended } from '../../run/search/job.ts'
import { standingOf } from '../../run/search/standing.ts'
import { palette } from '../../text/palette.ts'
import { cutWords } from '../../text/words.ts'
import type { BaselineEntry } from '../../violations/baseline/entries.ts'
import type { Knows } from '../../violations/baseline/held.ts'
import { fingerprintOf, fingerprintWords } from '../../violations/causes/fingerprint.ts'
import type { Page } from '../trace/telling.ts'
import { type Violation, violationLines } from '../trace/violation.ts'
import type { Case, CaseLocation } from './case.ts'

/** Traces in files are as wide as a terminal, and have no colours. */
const PLAIN: Page = { width: 100, palette: palette(false), locals: false }

/** @param promises all that there are @param knows the entry of a violation that was accepted */
export function worldCases(
  { world, scenario, outcome }: { readonly world: WorldName; readonly scenario: Scenario; readonly outcome: Ended },
  promises: readonly Promised[],
  knows: Knows,
): Case[] {
  if (outcome.kind !== 'judged') return [unsearched(showWorld(world), outcome)]
  const { result } = outcome
  return result.judgements.map((judgement): Case => {
    const name = judgement.property
    if (judgement.outcome.verdict !== 'violated') return unbroken(judgement)
    const { trace } = judgement.outcome
    const promise = promises.find(one => one.name === name)!
    const broken = brokenCase({ world, scenario, trace, result, promise }, lastFunction(trace))
    const known = knows(trace)
    return known ? acceptedCase(broken, known) : broken
  })
}

/** A promise that is broken, with its trace. @param more of the page */
export const brokenCase = (violation: Violation, place: CaseLocation | undefined, more: Partial<Page> = {}): Case => ({
  name: violation.trace.property,
  verdict: 'failed',
  says: violation.trace.says,
  fingerprint: fingerprintWords(fingerprintOf(violation.trace)),
  detail: violationLines(violation, { ...PLAIN, ...more }),
  ...(place && { place }),
})

/** A violation that a baseline silences. */
export const acceptedCase = (broken: Case, { why, fingerprint }: BaselineEntry): Case => ({
  ...broken,
  verdict: 'known',
  says: `accepted, ${why ?? fingerprint}`,
})

/** A world that was not searched. */
export function unsearched(name: string, outcome: Exclude<Ended, { readonly kind: 'judged' }>): Case {
  if (outcome.kind === 'failed') return { name, verdict: 'error', says: `gmemcheck failed: ${outcome.message}` }
  const says = outcome.kind === 'not-run' ? 'not judged: interrupted' : `not judged: ${outcome.message}`
  return { name, verdict: 'open', says }
}

function unbroken(judgement: Judgement): Case {
  const { property: name, outcome } = judgement
  if (outcome.verdict === 'bound-reached')
    return { name, verdict: 'open', says: `the search was cut: ${cutWords(outcome.cut)}` }
  if (standingOf(judgement) === 'vacuous')
    return { name, verdict: 'skipped', says: 'nothing in this world puts it to the test' }
  return { name, verdict: 'passed', says: '' }
}

/** The last function on the way that is known to stand in a file; its line depends on the tree. */
function lastFunction({ steps }: Trace): CaseLocation | undefined {
  for (const { fn } of steps.toReversed()) {
    const [source] = versionsOf(fn)
    if (source) return { file: source.file, fn }
  }
  return undefined
}

/** What promises say, by name. */
export const statements = (promises: readonly Promised[]): Readonly<Record<string, string>> =>
  Object.fromEntries(promises.map(({ name, statement }) => [name, statement]))
