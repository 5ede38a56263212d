/**
 * A violation as a sequence diagram of Mermaid: the first that is told, since a file holds one diagram.
 */
import { ofViolations } from './of-violations.ts'

export const mermaid = ofViolations(async ({ violations, headline }, page) => {
  const { sequenceDiagram } = await import('../trace/sequence.ts')
  return `${sequenceDiagram(violations, headline, page).join('\n')}\n`
})
