/**
 * Formats that tell violations know every report that has some: each violation as it is told in text, one of each cause or
 * as many as asked for.
 */
import type { Page } from '../../trace/telling.ts'
import type { Violation } from '../../trace/violation.ts'
import { explanations } from '../explanations.ts'
import type { Renderer } from '../reports.ts'

export interface ToldViolations {
  readonly violations: readonly Violation[]
  /** What was judged, and how much of it is broken. */
  readonly headline: string
}

export const ofViolations = (write: (told: ToldViolations, page: Page) => Promise<string>): Renderer<Page> => ({
  check: async ({ checked, held, tree }, page) => {
    const [{ toldViolations }, { apartFrom }] = await Promise.all([
      import('../../world/check/text.ts'),
      import('../../../violations/baseline/held.ts'),
    ])
    const known = await explanations(tree !== undefined)
    const code = tree && { files: [tree.tree.file], options: tree.codeOptions }
    return write(toldViolations(held ? apartFrom(checked, held.known) : checked, known, page, code), page)
  },
  review: async ({ series, codeAfter }, page) => {
    const [{ seriesViolations }, { promises }] = await Promise.all([
      import('../../review/violations.ts'),
      import('../../../../spec/promises/index.ts'),
    ])
    return write(seriesViolations(series, promises, page, codeAfter), page)
  },
})
