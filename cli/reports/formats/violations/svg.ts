/**
 * SVG: memory as it is before a violation begins and when it breaks its promise; a chart as Graphviz lays it out.
 */
import type { Page } from '../../trace/telling.ts'
import type { Renderer } from '../reports.ts'
import { ofViolations } from './of-violations.ts'

export const svg: Renderer<Page> = {
  ...ofViolations(async ({ violations, headline }) => {
    const [{ svgOf }, { panelsOf }] = await Promise.all([
      import('../../memory/svg.ts'),
      import('../../trace/drawn/panels.ts'),
    ])
    const none = [{ title: headline, picture: { sections: [] } }]
    return svgOf(violations.length === 0 ? none : violations.flatMap(panelsOf), headline)
  }),
  diagram: async chart => (await import('../../../charts/svg.ts')).svgChart(chart),
}
