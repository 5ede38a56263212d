/**
 * `review` as test cases: for each patch its promises over all worlds and its worlds, then what was not judged of it.
 */
import { match } from 'ts-pattern'
import type { Accounted } from '../../../model/c/account/told.ts'
import { heldAgainst } from '../../../model/patched/extraction.ts'
import { promises } from '../../../spec/promises/index.ts'
import type { AnchoredReview } from '../../judging/review/anchors/review.ts'
import { brokenPromises as brokenByAnchors } from '../../judging/review/anchors/verdicts.ts'
import type { Reviewed } from '../../judging/review/review.ts'
import type { SeriesPoint } from '../../judging/review/series.ts'
import type { PatchEffect } from '../../judging/review/worlds/promises.ts'
import { promisesThat, type Review, type ReviewedWorld, worldWords } from '../../judging/review/worlds/result.ts'
import { count, counted } from '../../text/words.ts'
import { type HeldAgainst, promiseOf } from '../../violations/baseline/held.ts'
import { assumptionsOf, type BrokenPromise, behindOf, reviewCauses } from '../review/broken.ts'
import { codeAt, toldAfter, violationOf } from '../review/violations.ts'
import type { Violation } from '../trace/violation.ts'
import { placesIn } from '../trace/words/place.ts'
import type { Case, Group, Told } from './case.ts'
import { acceptedCases, acceptedWords, brokenCase, type CauseTold, causeCase, failedCase, PLAIN } from './causes.ts'
import { statements, underDesigns, worldCase } from './world.ts'

export function reviewCases({ series, alone, codeAfter, held, exitCode }: Reviewed): Told {
  const points = series.points.map((point, at) => {
    const { subject, where } = point.review.reading.patch
    const patch = alone ? '' : `patch ${at + 1} of ${series.points.length}, ${subject || where}`
    const code = codeAt(series, at, codeAfter)
    return { point, patch, code, causes: causesAfter(toldAfter(series, point, promises), code, patch) }
  })
  return {
    command: 'review',
    groups: points.flatMap(({ point, patch, causes }) =>
      groupsOf(point.review, alone, causes, held).map(group => ({
        ...group,
        name: patch === '' ? group.name : `${patch}: ${group.name}`,
      })),
    ),
    causes: points.flatMap(({ causes }) => causes.map(({ told }) => told)),
    accepted: acceptedCases(
      held,
      points.flatMap(({ point, code }) => knownIn(point, code)),
      PLAIN,
    ),
    exitCode,
    statements: statements(promises),
  }
}
/** The causes of what is worse after a patch, each told by its easiest violation. */
function causesAfter(broken: readonly BrokenPromise[], code: CodeAfterPatch, patch: string): CauseTold[] {
  const causes = reviewCauses(broken)
  return causes.map((cause, at): CauseTold => {
    const those = cause.violations.map(({ told }) => told)
    const told = those.find(({ onlyIf }) => onlyIf === undefined) ?? those[0]!
    return {
      cause,
      told: { ...causeCase(causes, at, brokenCase(violationOf(told, code), PLAIN)), ...(patch && { patch }) },
    }
  })
}

type CodeAfterPatch = ReturnType<typeof codeAt>

/** The silenced violations of a patch. */
function knownIn({ review }: SeriesPoint, code: CodeAfterPatch): Violation[] {
  return review.worlds.flatMap(({ world, scenario, differs, promises: judged, after }) =>
    judged.flatMap(({ promise: name, change, trace }) => {
      if (change !== 'known' || after.kind !== 'judged') return []
      const promise = promises.find(one => one.name === name)!
      const told = { promise, world, scenario, trace: trace!, result: after.result, differs }
      return violationOf({ ...told, worlds: [], placeOf: placesIn(after) }, code)
    }),
  )
}

function groupsOf(
  review: Review,
  alone: AnchoredReview | undefined,
  causes: readonly CauseTold[],
  held: HeldAgainst | undefined,
): Group[] {
  const under = underDesigns(review.worlds.map(({ world }) => world))
  return [
    { name: `promises${under}`, cases: promiseCases(review, causes, held) },
    { name: `worlds${under}`, cases: review.worlds.map(one => worldCase(worldWords(one), [one.before, one.after])) },
    { name: 'promises, judged by anchors', cases: alone ? anchoredCases(alone) : [] },
    { name: 'changed statements', cases: review.account.map(statementCase) },
    {
      name: 'not looked at',
      cases: [...review.skippedConfigurations.map(skippedCase), ...review.onlyInLarge.map(largeCase)],
    },
    { name: 'seen before the patch', cases: review.lost.map(lostCase) },
    { name: 'other results of the same calls', cases: review.changed.map(changedCase) },
  ].filter(({ cases }) => cases.length > 0)
}

/** Each promise over all worlds. */
function promiseCases(review: Review, causes: readonly CauseTold[], held: HeldAgainst | undefined): Case[] {
  const names = promises.map(({ name }) => name)
  const changed = new Map(
    effects.map(change => [change, new Map(promisesThat(review.worlds, change).map(one => [one.promise, one.worlds]))]),
  )
  return names.flatMap((name): Case[] => {
    const change = effects.find(one => changed.get(one)!.has(name))
    return change === undefined
      ? []
      : [promiseCase(name, change, review, changed.get(change)!.get(name)!, causes, held)]
  })
}

/** What is told of a promise where worlds differ about it: the first of these. */
const effects = [
  'broken',
  'broken anew',
  'possible',
  'open',
  'known',
  'reached now',
  'still broken',
  'repaired',
  'kept',
  'untested',
] as const satisfies readonly PatchEffect[]

function promiseCase(
  name: string,
  change: PatchEffect,
  review: Review,
  worlds: readonly ReviewedWorld[],
  causes: readonly CauseTold[],
  held: HeldAgainst | undefined,
): Case {
  const before = heldAgainst(review.extraction)
  const hasCause = causes.some(({ cause }) => cause.promises.includes(name))
  const where = whereWords(worlds)
  const anew = promisesThat(review.worlds, 'broken anew').find(({ promise }) => promise === name)?.worlds ?? []
  return match(change)
    .with('kept', 'repaired', (): Case => ({ name, verdict: 'passed', says: '' }))
    .with('untested', (): Case => ({ name, verdict: 'skipped', says: 'nothing in these worlds puts it to the test' }))
    .with(
      'still broken',
      (): Case => ({ name, verdict: 'skipped', says: `${before} breaks it in the same ways, in ${where}` }),
    )
    .with(
      'reached now',
      (): Case => ({
        name,
        verdict: 'skipped',
        says: `reached now: ${before} breaks ${behindOf(name, worlds)} on that way, and goes no further`,
      }),
    )
    .with('open', (): Case => ({ name, verdict: 'open', says: 'a search was cut' }))
    .with('known', (): Case => ({ name, verdict: 'known', says: acceptedWords(entriesOf(name, held)) }))
    .with(
      'possible',
      (): Case =>
        hasCause
          ? failedCase(name, where, causes, 'open')
          : { name, verdict: 'open', says: `it may be broken, if ${assumptionsOf(name, worlds)}` },
    )
    .with(
      'broken',
      'broken anew',
      (): Case =>
        hasCause
          ? failedCase(
              name,
              change === 'broken anew'
                ? `${where}, in a way in which ${before} never breaks it`
                : `${whereWords([...worlds, ...anew])}${anew.length === 0 ? '' : `, of which ${before} breaks it in ${count(anew.length)}, but never so`}`,
              causes,
            )
          : { name, verdict: 'skipped', says: `an earlier patch breaks it, and it still is in ${where}` },
    )
    .exhaustive()
}

const whereWords = (worlds: readonly ReviewedWorld[]): string =>
  worlds.length === 1 ? worldWords(worlds[0]!) : counted(worlds.length, 'world')

const entriesOf = (name: string, held: HeldAgainst | undefined) =>
  (held?.known ?? []).filter(({ fingerprint }) => promiseOf(fingerprint) === name)

/** A posted patch of which no code runs: the designs before and after it. */
function anchoredCases({ verdicts }: AnchoredReview): Case[] {
  if (verdicts === undefined) return []
  return brokenByAnchors(verdicts.worlds).map(({ promise: name, before, after }): Case => {
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

const largeCase = ({ operation, scenario }: Review['onlyInLarge'][number]): Case => ({
  name: operation,
  verdict: 'open',
  says: `it runs the patched code in no other world than ${scenario}, which is too large unless it is named`,
})

const skippedCase = (name: string): Case => ({
  name,
  verdict: 'open',
  says: 'changed code depends on it',
  isApart: true,
})

const changedCase = (name: string): Case => ({
  name,
  verdict: 'open',
  says: 'the call finds the same, undisturbed',
  isApart: true,
})

const lostCase = (what: string): Case => ({
  name: what,
  verdict: 'open',
  says: 'seen before the patch, never after it',
  isApart: true,
})
