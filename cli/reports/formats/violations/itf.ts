/**
 * A violation as ITF JSON, for viewers of traces: the first that is told, since a file holds one trace.
 *
 * Source: ADR-015 of Apalache, Informal Trace Format in JSON.
 */
import { ofViolations } from './of-violations.ts'

export const itf = ofViolations(async ({ violations, headline }, page) => {
  const { itfOf } = await import('../../trace/drawn/itf.ts')
  return `${JSON.stringify(itfOf(violations, headline, page), undefined, 2)}\n`
})
