/**
 * The suite judged: every world against its recorded result, and what all worlds together say.
 */
import type { Claim } from '../../../spec/claims/claim.ts'
import type { Finding } from '../../../spec/findings/finding.ts'
import type { Entry, Recorded } from '../../../spec/suite/entry.ts'
import { isLarge, QUICK } from '../../names/quick.ts'
import { compareText, showWorld, type WorldName } from '../../names/world-name.ts'
import { type ExitCode, exitCodeFor, type Reason, reasonIf, troublesOf } from '../../run/exit-codes.ts'
import type { Ended, Job } from '../../run/search/job.ts'
import type { SharedRun } from '../../run/shards/share.ts'
import { type Borne, claimBorne, findingBorne, gotFrom, isContradicted } from './borne-out.ts'
import { neverFired, type Unfiring } from './coverage.ts'
import { differencesBetween, entryOf, withCountsOf } from './expectations.ts'

/** One world after its search. */
export interface SuiteWorld {
  readonly world: WorldName
  readonly outcome: Ended
  /** The result, if the graph of the world was seen whole. */
  readonly entry?: Entry
  /** States of the whole graph and states kept, where the search was reduced. */
  readonly reduction?: Reduction
  /** Differences from the recorded result, a phrase each. */
  readonly differences: readonly string[]
}

export interface Reduction {
  readonly states: number
  readonly kept: number
}

export interface SuiteReport {
  /** How many worlds the suite has, also those that were not run this time. */
  readonly listed: number
  readonly worlds: readonly SuiteWorld[]
  readonly claims: readonly Borne<Claim>[]
  readonly findings: readonly Borne<Finding>[]
  /** Only when every world of the suite was seen whole: else it is not known. */
  readonly neverUsed?: NeverUsed
  /** The share of the run that it tells of, unless that is all of it. */
  readonly shared?: SharedRun
  readonly exitCode: ExitCode
}

export interface Expected {
  readonly recorded: Recorded
  /** Every world of the suite, also those that were not run this time. */
  readonly listed: readonly WorldName[]
  readonly claims: readonly Claim[]
  readonly findings: readonly Finding[]
}

/** Promises and transitions that no world puts to use. */
export interface NeverUsed {
  /** Promises that no world puts to the test. */
  readonly untested: readonly string[]
  /** Promises that no world breaks, though some put them to the test: nothing shows that their checks can fail. */
  readonly unbroken: readonly string[]
  /** Transitions that never fired, per design. */
  readonly neverFired: readonly Unfiring[]
}

/** A world of the suite, and the outcome of its search. */
export interface SuiteRun {
  readonly world: WorldName
  /** Operations that its threads run. */
  readonly operations: readonly string[]
  readonly outcome: Ended
}

/**
 * The worlds of a quick suite: all but those that are known to be large. One without a recorded result is among them, since
 * it is not as recorded; should it turn out large, it is cut.
 */
export const quickSearches = (listed: readonly WorldName[], recorded: Recorded, bounds: Job['bounds']): Job[] =>
  listed
    .filter(world => !isLarge(world, recorded))
    .map(world => ({ world, bounds: recorded.has(showWorld(world)) ? bounds : { ...bounds, states: QUICK } }))

/**
 * @param ran worlds in the order of the report
 * @param recording what differs from the recorded results is about to be recorded, and taken for granted
 */
export function suiteReport(
  ran: readonly SuiteRun[],
  { recorded, listed, claims, findings }: Expected,
  recording = false,
): SuiteReport {
  const worlds = ran.map(({ world, outcome }) => suiteWorld(world, outcome, recorded))
  const whole = ran.flatMap(({ outcome, ...rest }) =>
    outcome.kind === 'judged' && outcome.result.cut === undefined ? [{ ...rest, result: outcome.result }] : [],
  )
  const got = gotFrom(worlds, listed)
  const report = {
    listed: listed.length,
    worlds,
    claims: claims.map(claim => claimBorne(claim, got)),
    findings: findings.map(finding => findingBorne(finding, got)),
    ...(whole.length === listed.length && {
      neverUsed: { ...unfailing(worlds.flatMap(({ entry }) => entry ?? [])), neverFired: neverFired(whole) },
    }),
  }
  return { ...report, exitCode: exitCodeFor(reasonsFor(report, recording)) }
}

/** What is told of a world without a recorded result, whatever its search comes to: it cannot be as expected. */
const NOT_RECORDED = 'not recorded: record it with gmemcheck suite --record'

function suiteWorld(world: WorldName, outcome: Ended, recorded: Recorded): SuiteWorld {
  const expected = recorded.get(showWorld(world))
  const differences = expected === undefined ? [NOT_RECORDED] : []
  if (outcome.kind !== 'judged' || outcome.result.cut !== undefined) return { world, outcome, differences }
  const entry = entryOf(world, outcome.result)
  if (!expected) return { world, outcome, entry, differences }
  const { reduced, states: kept } = outcome.result
  const { states } = reduced?.full ?? expected
  return {
    world,
    outcome,
    entry,
    ...(reduced && { reduction: { states, kept } }),
    differences: differencesBetween(expected, reduced ? withCountsOf(expected, entry) : entry),
  }
}

function unfailing(entries: readonly Entry[]): Pick<NeverUsed, 'untested' | 'unbroken'> {
  const broken = new Set(entries.flatMap(({ violated }) => Object.keys(violated)))
  const held = new Set(entries.flatMap(({ holds }) => holds))
  const vacuous = new Set(entries.flatMap(({ vacuous }) => vacuous))
  const those = (names: ReadonlySet<string>, ...without: ReadonlySet<string>[]) =>
    [...names].filter(name => without.every(others => !others.has(name))).sort(compareText)
  return { untested: those(vacuous, held, broken), unbroken: those(held, broken) }
}

/** How many differ does not matter to a script, only whether any does. */
const reasonsFor = (
  { worlds, claims, findings }: Pick<SuiteReport, 'worlds' | 'claims' | 'findings'>,
  recording: boolean,
): Reason[] => [
  ...troublesOf(worlds.map(({ outcome }) => outcome)),
  ...reasonIf(!recording && worlds.some(({ differences }) => differences.length > 0), 'violated'),
  ...reasonIf([...claims, ...findings].some(isContradicted), 'violated'),
  ...reasonIf(
    worlds.some(({ entry }) => entry === undefined),
    'open',
  ),
]
