/**
 * `review` as test cases: for each patch the promises of its worlds, then what was not judged of it.
 */
import type { TraceStep } from '../../../checker/index.ts'
import type { Accounted } from '../../../model/c/account/told.ts'
import { heldAgainst } from '../../../model/patched/extraction.ts'
import type { Promised } from '../../../spec/promise.ts'
import { promises } from '../../../spec/promises/index.ts'
import type { AnchoredReview } from '../../judging/review/anchors/review.ts'
import { brokenPromises } from '../../judging/review/anchors/verdicts.ts'
import type { Reviewed } from '../../judging/review/review.ts'
import type { ReviewedPromise } from '../../judging/review/worlds/promises.ts'
import { type Review, type ReviewedWorld, worldWords } from '../../judging/review/worlds/result.ts'
import { inConfiguration } from '../../names/code-options.ts'
import { type Knows, knowing } from '../../violations/baseline/held.ts'
import { placesIn, placeWords } from '../trace/words/place.ts'
import type { Case, CaseLocation, Group, Told } from './case.ts'
import { acceptedCase, brokenCase, statements, unsearched } from './world.ts'

export function reviewCases({ series, alone, codeAfter, held, exitCode }: Reviewed): Told {
  const knows = knowing(held?.known ?? [])
  const reviews: readonly Review[] = alone ? [alone] : series.points.map(({ review }) => review)
  const groups = reviews.flatMap((review, at) => {
    const { subject, where } = review.reading.patch
    const patch = reviews.length > 1 ? `patch ${at + 1} of ${reviews.length}, ${subject || where}: ` : ''
    return groupsOf(review, codeAfter(at + 1), knows).map(group => ({ ...group, name: `${patch}${group.name}` }))
  })
  return { command: 'review', groups, exitCode, statements: statements(promises) }
}

const groupsOf = (review: Review, codeOptions: string, knows: Knows): Group[] =>
  [
    ...review.worlds.map(one => ({
      name: worldWords(one),
      cases: casesIn(one, {
        before: heldAgainst(review.extraction),
        codeOptions: inConfiguration(codeOptions, one.differs),
        knows,
      }),
    })),
    { name: 'promises, judged by anchors', cases: anchoredCases(review) },
    { name: 'changed statements', cases: review.account.map(statementCase) },
    { name: 'not looked at', cases: review.skippedConfigurations.map(skippedCase) },
    { name: 'seen before the patch', cases: review.lost.map(lostCase) },
    { name: 'other results of the same calls', cases: review.changed.map(changedCase) },
  ].filter(({ cases }) => cases.length > 0)

function casesIn(one: ReviewedWorld, told: Omit<Context, 'placeOf'>): Case[] {
  for (const side of [one.before, one.after]) if (side.kind !== 'judged') return [unsearched(worldWords(one), side)]
  const context = { ...told, placeOf: placesIn(one.after) }
  return one.promises.map(reviewed => promiseCase(reviewed, one, context))
}

interface Context {
  readonly before: string
  readonly codeOptions: string
  readonly knows: Knows
  readonly placeOf: (step: TraceStep) => (CaseLocation & { readonly line: number }) | undefined
}

function promiseCase(
  { promise: name, change, trace, assumed, behind }: ReviewedPromise,
  { world, scenario, after }: ReviewedWorld,
  { before, codeOptions, knows, placeOf }: Context,
): Case {
  if (change === 'kept' || change === 'repaired') return { name, verdict: 'passed', says: '' }
  if (change === 'untested') return { name, verdict: 'skipped', says: 'nothing in this world puts it to the test' }
  if (change === 'open' || after.kind !== 'judged') return { name, verdict: 'open', says: 'a search was cut' }
  if (change === 'possible')
    return { name, verdict: 'open', says: `it may be broken, if ${assumed!.join(' and ')}: nothing binds that` }
  if (behind)
    return {
      name,
      verdict: 'skipped',
      says: `reached now: ${before} breaks ${behind.promise} on that way, and goes no further`,
    }
  if (change === 'still broken') return { name, verdict: 'skipped', says: `${before} breaks it in the same ways` }
  const promise: Promised = promises.find(one => one.name === name)!
  const violation = { world, scenario, trace: trace!, result: after.result, promise }
  const anew = change === 'broken anew' && { neverSoIn: before }
  const last = trace!.steps.map(placeOf).findLast(place => place !== undefined)
  const page = { codeOptions, placeOf: (step: TraceStep) => placeWords(placeOf(step)) }
  const broken = brokenCase({ ...violation, ...anew }, last && { file: last.file, line: last.line }, page)
  return change === 'known' ? acceptedCase(broken, knows(trace!)!) : broken
}

/** A posted patch of which no code runs: the designs before and after it. */
function anchoredCases({ verdicts }: AnchoredReview | (Review & { readonly verdicts?: undefined })): Case[] {
  if (verdicts === undefined) return []
  return brokenPromises(verdicts.worlds).map(({ promise: name, before, after }): Case => {
    const newly = after.filter(scenario => !before.includes(scenario))
    if (verdicts.patch.before === undefined && after.length > 0)
      return { name, verdict: 'open', says: `broken in ${after.join(', ')}; no design stands for the code before` }
    if (newly.length > 0)
      return { name, verdict: 'failed', says: `${verdicts.patch.after} breaks it in ${newly.join(', ')}` }
    if (after.length > 0) return { name, verdict: 'skipped', says: 'the design before the patch breaks it, too' }
    return { name, verdict: 'passed', says: '' }
  })
}

function statementCase({ side, file, line, name: fn, inFunction, text, class: kind, why = '' }: Accounted): Case {
  const name = `${file}:${line}${side === 'before' ? ' before the patch' : ''}: ${text}`
  if (kind === 'judged') return { name, verdict: 'passed', says: '' }
  // A line that the patch takes away is none in the file after it.
  const place = { file, ...(side === 'after' && { line }), ...(inFunction && { fn }) }
  if (kind === 'not judged') return { name, verdict: 'open', says: `not judged: ${why || 'nobody knows why'}`, place }
  return { name, verdict: 'skipped', says: why === '' ? kind : `${kind}: ${why}`, place }
}

const skippedCase = (name: string): Case => ({ name, verdict: 'open', says: 'changed code depends on it' })

const changedCase = (name: string): Case => ({ name, verdict: 'open', says: 'the call finds the same, undisturbed' })

const lostCase = (what: string): Case => ({
  name: what,
  verdict: 'open',
  says: 'seen before the patch, never after it',
})
