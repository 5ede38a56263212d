/**
 * Mermaid: a violation as a sequence diagram, the first that is told, since a file holds one; a chart as a state diagram.
 */
import type { Page } from '../../trace/telling.ts'
import type { Renderer } from '../reports.ts'
import { ofViolations } from './of-violations.ts'

export const mermaid: Renderer<Page> = {
  ...ofViolations(async ({ violations, headline }, page) => {
    const { sequenceDiagram } = await import('../../trace/drawn/sequence.ts')
    return `${sequenceDiagram(violations, headline, page).join('\n')}\n`
  }),
  diagram: async chart => `${(await import('../../../charts/mermaid.ts')).mermaidChart(chart).join('\n')}\n`,
}
