/**
 * The violations of a review, for formats that draw them.
 */
import type { Promised } from '../../../spec/promise.ts'
import type { Series } from '../../judging/review/series.ts'
import { inConfiguration } from '../../names/code-options.ts'
import type { Page } from '../trace/telling.ts'
import type { Violation } from '../trace/violation.ts'
import { withMissing } from '../world/causes.ts'
import { firstSentence } from './account.ts'
import { pageFor, toldOnes } from './broken.ts'
import { brokenAfter, headlineOf, numberOf } from './series-text.ts'

/**
 * One of each cause after each patch, or as many as the page asks for.
 *
 * @param codeAfter the options by which `replay` finds the code after so many patches
 */
export function seriesViolations(
  series: Series,
  promises: readonly Promised[],
  asked: Page,
  codeAfter: (patches: number) => string,
): { violations: Violation[]; headline: string } {
  const { points } = series
  const broken = points.map(point => brokenAfter(point, promises))
  const { page, missing } = pageFor(asked, broken)
  const violations = points.flatMap((point, at) => {
    const { patch, files } = point.review.reading
    const code = {
      options: codeAfter(at + 1),
      files,
      patch: `${points.length > 1 ? `${numberOf(series, at)}  ` : ''}${patch.subject || patch.where}`,
    }
    return toldOnes(broken[at]!, page).map(
      ({ placeOf, worlds, ...one }): Violation => ({
        ...one,
        code: { ...code, options: inConfiguration(code.options, one.differs), placeOf },
      }),
    )
  })
  const headline = points.length === 1 ? firstSentence(points[0]!.review) : headlineOf(series)
  return { violations, headline: withMissing(headline, missing) }
}
