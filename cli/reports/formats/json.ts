/**
 * Reports for programs: one value each, keys in the order in which they are written, so that the same result is the same
 * bytes. What writes them is loaded when it is asked for.
 */
import { explanations } from './explanations.ts'
import type { Renderer } from './reports.ts'

const value = (report: object): string => `${JSON.stringify({ schema: 1, ...report }, undefined, 2)}\n`

export const json: Renderer<unknown> = {
  suite: async report => value((await import('../suite/json.ts')).suiteJson(report)),
  check: async report => {
    const { checkJson } = await import('../world/check/json.ts')
    return value(checkJson(report, await explanations(report.tree !== undefined)))
  },
  sample: async report => value((await import('../world/walked/sample-json.ts')).sampleJson(report)),
  replay: async report => value((await import('../world/walked/replay-json.ts')).replayJson(report)),
  review: async report => value((await import('../review/json.ts')).reviewJson(report)),
  mutants: async report => value((await import('../mutants/json.ts')).mutantsJson(report)),
  diff: async report => value((await import('../compare/json.ts')).diffJson(report)),
  list: async ({ kind, items }) => value({ command: 'list', kind, items: items.map(({ data }) => data) }),
  decisions: async diff => value({ command: 'list', kind: 'designs', diff }),
  anchors: async found => {
    const { fileAnchorJson } = await import('../list/file-anchors.ts')
    return value({ command: 'anchors', functions: found.map(fileAnchorJson) })
  },
  sources: async known => value({ command: 'anchors', ...known }),
}
