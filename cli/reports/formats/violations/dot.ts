/**
 * Charts in the words of Graphviz.
 */
import type { Renderer } from '../reports.ts'

export const dot: Renderer<unknown> = {
  diagram: async chart => `${(await import('../../../charts/dot.ts')).dotChart(chart).join('\n')}\n`,
}
