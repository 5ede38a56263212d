/**
 * Formats for tools that read test cases: each of them has every report that can be written as test cases.
 */
import type { Told } from '../../cases/case.ts'
import type { Page } from '../../trace/telling.ts'
import { explanations } from '../explanations.ts'
import type { Renderer } from '../reports.ts'

export const ofCases = (write: (told: Told) => Promise<string>): Renderer<Page> => ({
  check: async (report, { codeOptions }) => {
    const { checkCases } = await import('../../cases/check.ts')
    return write(checkCases(report, await explanations(report.tree !== undefined), codeOptions))
  },
  suite: async report => write((await import('../../cases/suite.ts')).suiteCases(report)),
  review: async report => write((await import('../../cases/review.ts')).reviewCases(report)),
})
