/**
 * Violations as a page to look at.
 */
import { ofViolations } from './of-violations.ts'

export const html = ofViolations(async ({ violations, headline }, page) => {
  const { violationsPage } = await import('../../html/page.ts')
  return violationsPage(violations, headline, page)
})
