/**
 * Formats that tell violations know every report that has some: each violation as it is told in text, one of each cause or
 * as many as asked for.
 */
import { sharedWords } from '../../../run/shards/share.ts'
import type { Page } from '../../trace/telling.ts'
import type { Violation } from '../../trace/violation.ts'
import { explanations } from '../explanations.ts'
import type { Renderer } from '../reports.ts'

interface ToldViolations {
  readonly violations: readonly Violation[]
  /** What was judged, and how much of it is broken. */
  readonly headline: string
}

export const ofViolations = (write: (told: ToldViolations, page: Page) => Promise<string>): Renderer<Page> => ({
  check: async ({ checked, held, tree, shared, exitCode }, page) => {
    const [{ toldViolations }, { keptFromWholeWords }, { apartFromSilenced }, { apartFrom }] = await Promise.all([
      import('../../world/check/text.ts'),
      import('../../world/check/tree.ts'),
      import('../../world/baseline-text.ts'),
      import('../../../violations/baseline/held.ts'),
    ])
    const known = await explanations(tree !== undefined)
    const code = tree && { files: [tree.tree.file], options: tree.codeOptions }
    const { violations, headline } = toldViolations(held ? apartFrom(checked, held.known) : checked, known, page, code)
    const verdict = apartFromSilenced(held, `${headline}${keptFromWholeWords({ tree, exitCode })}`)
    return write({ violations, headline: `${sharedWords(shared)}${verdict}` }, page)
  },
  review: async ({ series, codeAfter, held }, page) => {
    const [{ seriesViolations }, { apartFromSilenced }, { promises }] = await Promise.all([
      import('../../review/violations.ts'),
      import('../../world/baseline-text.ts'),
      import('../../../../spec/promises/index.ts'),
    ])
    const { violations, headline } = seriesViolations(series, promises, page, codeAfter)
    return write({ violations, headline: apartFromSilenced(held, headline) }, page)
  },
})
