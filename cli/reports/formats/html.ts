/**
 * Violations as a page to look at: one of each cause, or as many as asked for.
 */
import type { Page } from '../trace/telling.ts'
import type { Renderer } from './reports.ts'

export const html: Renderer<Page> = {
  check: async ({ checked, held, tree }, page) => {
    const [{ toldViolations }, { violationsPage }, { explanations }, { unknownOf }] = await Promise.all([
      import('../world/check-text.ts'),
      import('../html/page.ts'),
      import('./explanations.ts'),
      import('../world/check-report.ts'),
    ])
    const known = await explanations(tree !== undefined)
    const { violations, headline } = toldViolations(held ? unknownOf(checked, held.known) : checked, known, page)
    return violationsPage(violations, headline, page)
  },
}
