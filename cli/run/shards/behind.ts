/**
 * The searches that look behind violations which a baseline accepts: a search tells one way in which a world breaks a promise,
 * and an entry silences no other.
 */
import type { Judgement, Trace } from '../../../checker/index.ts'
import { promises } from '../../../spec/promises/index.ts'
import { showWorld } from '../../names/world-name.ts'
import type { Baseline, BaselineEntry } from '../../violations/baseline/entries.ts'
import { type Knows, knowing, promiseOf } from '../../violations/baseline/held.ts'
import type { Ended, Job, Judged, OtherWays } from '../search/job.ts'
import { type Searching, searchesOf } from './searcher.ts'

/**
 * Searches, and those behind them. One that stops at the first violation goes on where that is accepted.
 *
 * @throws InputError when a job asks for something that cannot be
 */
export async function outcomesBeside(baseline: Baseline | undefined, jobs: readonly Job[], searching: Searching) {
  const outcomes = await searchesOf(searching, jobs)
  if (baseline === undefined) return outcomes
  const knows = knowing(baseline.entries)
  const went = jobs.map((job, index) => (stoppedAtKnown(outcomes[index]!, knows) ? goingOnFrom(job) : undefined))
  const further = await searchesOf(
    searching,
    went.flatMap(job => job ?? []),
  )
  let next = 0
  const whole = outcomes.map((outcome, index) => (went[index] ? further[next++]! : outcome))
  return lookedBehind(
    jobs.map((job, index) => went[index] ?? job),
    whole,
    baseline.entries,
    searching,
  )
}

/** The search has stopped, and nothing that it tells is new. */
function stoppedAtKnown(outcome: Ended, knows: Knows): boolean {
  if (outcome.kind !== 'judged' || outcome.result.cut !== 'first-violation') return false
  return outcome.result.judgements.every(
    one => one.outcome.verdict !== 'violated' || knows(one.outcome.trace) !== undefined,
  )
}

const goingOnFrom = ({ checkpoint, ...job }: Job): Job => {
  const { stopAtFirst, ...bounds } = job.bounds
  return { ...job, bounds }
}

/**
 * The outcomes, with all ways of each promise of which the baseline accepts one in that world; where another one is not accepted,
 * that is the one that is told. A baseline without entries is yet to be made: all ways are looked for.
 */
async function lookedBehind(
  jobs: readonly Job[],
  outcomes: readonly Ended[],
  entries: readonly BaselineEntry[],
  searching: Searching,
): Promise<readonly Ended[]> {
  const knows = knowing(entries)
  const asked = jobs.flatMap((job, index) =>
    accusedIn(job, outcomes[index]!)
      .filter(trace => entries.length === 0 || knows(trace) !== undefined || isExpected(job, trace, entries))
      .map(trace => ({ index, trace, job: behind(job, trace, outcomes[index] as Judged) })),
  )
  const searched = asked.filter(({ trace }) => !isEndless(trace))
  const found = await searchesOf(
    searching,
    searched.map(({ job }) => job),
  )
  return outcomes.map((outcome, index) =>
    asked
      .filter(one => one.index === index)
      .reduce((one: Ended, each) => joined(one, each.trace, found[searched.indexOf(each)], knows), outcome),
  )
}

/** A limit of the first search, times this, is the limit of those behind it. */
const TIMES = 4
/** States that each of them may look at, whatever the size of the first. */
const STATES = 200_000

/** The job of a search behind another one: on one thread, and no reduced one. */
function behind({ checkpoint, alone, ...job }: Job, trace: Trace, { result }: Judged): Job {
  const { reduce, audit, threads, stopAtFirst, ...bounds } = job.bounds
  return {
    ...job,
    bounds: { ...bounds, states: Math.max(STATES, TIMES * result.states) },
    behind: { trace, isFirst: !reduce },
  }
}

/** Violations that somebody is told of, one a promise: of one that the code before breaks as well, a new one. */
function accusedIn({ ways }: Job, outcome: Ended): Trace[] {
  if (outcome.kind !== 'judged') return []
  const { result, anew = {} } = outcome
  return result.judgements.flatMap(({ property, outcome: { verdict, ...told } }) => {
    if (anew[property]) return anew[property]
    const isOld = typeof ways === 'object' && ways[property] !== undefined
    return verdict === 'violated' && 'trace' in told && !isOld ? told.trace : []
  })
}

const isExpected = ({ world }: Job, { property }: Trace, entries: readonly BaselineEntry[]): boolean =>
  entries.some(({ fingerprint, worlds }) => promiseOf(fingerprint) === property && worlds.includes(showWorld(world)))

const isEndless = ({ property }: Trace): boolean =>
  promises.some(({ name, kind }) => name === property && kind === 'progress')

/** @param behind the outcome of the search behind the trace, if one was made */
function joined(outcome: Ended, trace: Trace, behind: Ended | undefined, knows: Knows): Ended {
  if (outcome.kind !== 'judged') return outcome
  if (behind?.kind === 'failed' || behind?.kind === 'not-run') return behind
  if (behind?.kind === 'judged' && behind.result.cut === 'interrupted') return { kind: 'not-run' }
  const { property } = trace
  const ways: OtherWays =
    behind?.kind === 'judged'
      ? behind.otherWays![property]!
      : { traces: [trace], cut: behind === undefined ? 'endless' : 'not-judged' }
  const told = ways.traces.find(one => knows(one) === undefined) ?? ways.traces[0]!
  const { result, anew } = outcome
  return {
    ...outcome,
    result: {
      ...result,
      judgements: result.judgements.map(
        (one): Judgement =>
          one.property === property && anew?.[property] === undefined
            ? { ...one, outcome: { verdict: 'violated', trace: told } }
            : one,
      ),
    },
    ...(anew && { anew: anew[property] ? { ...anew, [property]: told } : anew }),
    otherWays: { ...outcome.otherWays, [property]: ways },
  }
}
