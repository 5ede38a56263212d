/**
 * A violation as a KVM selftest in C: the first that is told, since a file holds one test.
 */
import { ofViolations } from './of-violations.ts'

export const selftest = ofViolations(async ({ violations, headline }, page) => {
  const { selftestOf } = await import('../../selftest/selftest.ts')
  return selftestOf(violations, headline, page)
})
