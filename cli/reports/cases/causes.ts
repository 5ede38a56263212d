/**
 * Causes of violations as cases.
 */
import type { Trace } from '../../../checker/index.ts'
import { versionsOf } from '../../../model/anchors/index.ts'
import { palette } from '../../text/palette.ts'
import type { BaselineEntry } from '../../violations/baseline/entries.ts'
import { type HeldAgainst, knowing, promiseOf } from '../../violations/baseline/held.ts'
import { fingerprintOf, fingerprintWords } from '../../violations/causes/fingerprint.ts'
import { type Cause, easiestFirst } from '../../violations/causes/triage.ts'
import type { Page } from '../trace/telling.ts'
import { placed, type Violation, violationLines } from '../trace/violation.ts'
import type { Case, CaseLocation, CauseCase } from './case.ts'

/** Traces in files are as wide as a terminal, and have no colours. */
export const PLAIN: Page = { width: 100, palette: palette(false), locals: false }

/** A broken promise, with its trace: in C at its last line that is known, else in the last function that is. */
export const brokenCase = (violation: Violation, page: Page): Case => {
  const { trace, code, onlyIf } = violation
  const line = trace.steps.map(step => code?.placeOf(step)).findLast(place => place !== undefined)
  const place = line ? { file: line.file, line: line.line } : lastFunction(trace)
  return {
    name: trace.property,
    verdict: onlyIf ? 'open' : 'failed',
    says: `${trace.says}${onlyIf ? `, if ${onlyIf.join(' and ')}` : ''}`,
    fingerprint: fingerprintWords(fingerprintOf(trace)),
    detail: violationLines(violation, placed(violation, page)),
    ...(place && { place }),
  }
}

/** Its line depends on the tree. */
function lastFunction({ steps }: Trace): CaseLocation | undefined {
  for (const { fn } of steps.toReversed()) {
    const [source] = versionsOf(fn)
    if (source) return { file: source.file, fn }
  }
  return undefined
}

/** What each entry of a baseline silences: the easiest of the violations that searches were told of. */
export function acceptedCases(
  held: Pick<HeldAgainst, 'known'> | undefined,
  violations: readonly Violation[],
  page: Page,
): Case[] {
  return (held?.known ?? []).map((entry): Case => {
    const knows = knowing([entry])
    const [easiest] = violations
      .filter(({ trace }) => knows(trace) !== undefined)
      .sort((a, b) => easiestFirst({ ...a, promise: a.trace.property }, { ...b, promise: b.trace.property }))
    const { fingerprint, place } = entry
    return {
      ...(easiest ? brokenCase(easiest, page) : { name: promiseOf(fingerprint), detail: [place] }),
      fingerprint,
      verdict: 'known',
      says: acceptedWords([entry]),
    }
  })
}

export const acceptedWords = (entries: readonly BaselineEntry[]): string =>
  `accepted, ${entries.map(({ why, fingerprint }) => why ?? fingerprint).join('; ')}`

/** A cause, and how it is told. */
export interface CauseTold {
  readonly cause: Cause
  readonly told: CauseCase
}

/** @param broken the violation by which it is told @param at its place among all, from 0 */
export function causeCase(causes: readonly Cause[], at: number, broken: Case): CauseCase {
  const { severity, promises, worlds } = causes[at]!
  return { ...broken, number: at + 1, of: causes.length, severity, promises, worlds }
}

/** A broken promise over all its worlds: its causes tell how, each by one trace. @param where in how many worlds */
export function failedCase(
  name: string,
  where: string,
  causes: readonly CauseTold[],
  verdict: 'failed' | 'open' = 'failed',
): Case {
  const mine = causes.filter(({ cause }) => cause.promises.includes(name))
  const [own, others] = [true, false].map(isOwn => mine.filter(({ told }) => (told.name === name) === isOwn))
  const { cause, told } = [...own!, ...others!][0]!
  const { trace } = cause.violations.find(({ promise }) => promise === name)!
  return {
    name,
    verdict,
    says: `${trace.says}, in ${where}`,
    detail: [
      ...others!.map(({ told }) => `cause ${told.number} of ${told.of}: its trace is told of ${told.name}`),
      ...own!.flatMap(({ told: { detail = [] } }) => detail),
    ],
    hasCause: true,
    ...(told.place && { place: told.place }),
  }
}
