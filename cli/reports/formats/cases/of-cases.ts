/**
 * Formats for tools that read test cases: each of them has every report that can be written as test cases.
 */
import { ofShare, type Told } from '../../cases/case.ts'
import type { Page } from '../../trace/telling.ts'
import { explanations } from '../explanations.ts'
import type { Renderer } from '../reports.ts'

export const ofCases = (write: (told: Told) => Promise<string>): Renderer<Page> => ({
  check: async (report, { codeOptions }) => {
    const { checkCases } = await import('../../cases/check.ts')
    const told = checkCases(report, await explanations(report.tree !== undefined), codeOptions)
    return write(ofShare(told, report.shared))
  },
  suite: async report => write(ofShare((await import('../../cases/suite.ts')).suiteCases(report), report.shared)),
  review: async report => write((await import('../../cases/review.ts')).reviewCases(report)),
})
