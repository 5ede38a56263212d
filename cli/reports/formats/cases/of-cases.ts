/**
 * Formats that tell test cases know every report that can be told so.
 */
import type { Told } from '../../cases/case.ts'
import type { Renderer } from '../reports.ts'

export const ofCases = (write: (told: Told) => Promise<string>): Renderer<unknown> => ({
  check: async report => write((await import('../../cases/check.ts')).checkCases(report)),
  suite: async report => write((await import('../../cases/suite.ts')).suiteCases(report)),
  review: async report => write((await import('../../cases/review.ts')).reviewCases(report)),
})
