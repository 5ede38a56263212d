/**
 * MemoryState as SVG: as it is before a violation begins, and when it breaks its promise.
 */
import { ofViolations } from './of-violations.ts'

export const svg = ofViolations(async ({ violations, headline }) => {
  const [{ svgOf }, { panelsOf }] = await Promise.all([import('../memory/svg.ts'), import('../trace/panels.ts')])
  return svgOf(
    violations.length === 0 ? [{ title: headline, picture: { sections: [] } }] : violations.flatMap(panelsOf),
    headline,
  )
})
