/**
 * Charts as SVG, laid out by Graphviz.
 */
import { instance } from '@viz-js/viz'
import type { Chart } from './chart.ts'
import { dotChart } from './dot.ts'

/** A whole document. */
export async function svgChart(chart: Chart): Promise<string> {
  return (await instance()).renderString(dotChart(chart).join('\n'), { format: 'svg' })
}

/** Without what only stands at the head of a file. @param describes for those who cannot see it */
export async function inlineSvgChart(chart: Chart, describes: string): Promise<string> {
  const svg = await svgChart(chart)
  return svg
    .slice(svg.indexOf('<svg'))
    .replace(/<title>.*?<\/title>\n?|<!--.*?-->\n?/gs, '')
    .replace(/ id="([^"]*)"/g, ' data-at="$1"')
    .replace('<svg', `<svg role="img" aria-label="${describes.replaceAll('"', '')}"`)
}
