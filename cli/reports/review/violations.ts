/**
 * The violations of a review, for formats that draw them.
 */
import type { Promised } from '../../../spec/promise.ts'
import type { Series, SeriesPoint } from '../../judging/review/series.ts'
import { inConfiguration } from '../../names/code-options.ts'
import type { Page } from '../trace/telling.ts'
import type { Violation, ViolationCode } from '../trace/violation.ts'
import { firstSentence } from './account.ts'
import { type BrokenPromise, brokenPromises, toldOnes } from './broken.ts'
import { brokenAfter, headlineOf, numberOf } from './series-text.ts'

/**
 * One of each cause after each patch, or as many as the page asks for.
 *
 * @param codeAfter the options by which `replay` finds the code after so many patches
 */
export function seriesViolations(
  series: Series,
  promises: readonly Promised[],
  page: Page,
  codeAfter: CodeAfter,
): { violations: Violation[]; headline: string } {
  const { points } = series
  const violations = points.flatMap((point, at) => {
    const code = codeAt(series, at, codeAfter)
    return toldOnes(toldAfter(series, point, promises), page).map(one =>
      violationOf(one, { ...code, options: inConfiguration(code.options, one.differs) }),
    )
  })
  return { violations, headline: points.length === 1 ? firstSentence(points[0]!.review) : headlineOf(series) }
}

export type CodeAfter = (patches: number) => string

/** What is broken after a patch: of a series, what is worse than before it. */
export const toldAfter = (
  { points }: Series,
  point: SeriesPoint,
  promises: readonly Promised[],
): readonly BrokenPromise[] =>
  points.length === 1 ? brokenPromises(point.review, promises) : brokenAfter(point, promises)

/** The C after one of the patches. */
export function codeAt(series: Series, at: number, codeAfter: CodeAfter): Omit<ViolationCode, 'placeOf'> {
  const { patch, files } = series.points[at]!.review.reading
  const number = series.points.length > 1 ? `${numberOf(series, at)}  ` : ''
  return { options: codeAfter(at + 1), files, patch: `${number}${patch.subject || patch.where}` }
}

/** A broken promise with the C that breaks it. */
export const violationOf = (
  { placeOf, worlds: _, ...one }: BrokenPromise,
  code: Omit<ViolationCode, 'placeOf'>,
): Violation => ({ ...one, code: { ...code, placeOf } })
