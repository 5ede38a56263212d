/**
 * All formats in which something can be reported. A new one is a file in `formats/` and an entry here.
 */

import { github } from './formats/cases/github.ts'
import { junit } from './formats/cases/junit.ts'
import { ktap } from './formats/cases/ktap.ts'
import { markdown } from './formats/cases/markdown.ts'
import { sarif } from './formats/cases/sarif.ts'
import { summary } from './formats/cases/summary.ts'
import { json } from './formats/json.ts'
import { mail } from './formats/mail.ts'
import type { Renderer, Reports } from './formats/reports.ts'
import { text } from './formats/text.ts'
import { dot } from './formats/violations/dot.ts'
import { html } from './formats/violations/html.ts'
import { itf } from './formats/violations/itf.ts'
import { mermaid } from './formats/violations/mermaid.ts'
import { selftest } from './formats/violations/selftest.ts'
import { svg } from './formats/violations/svg.ts'
import type { Page } from './trace/telling.ts'

const renderers = {
  text,
  json,
  mail,
  junit,
  sarif,
  github,
  markdown,
  ktap,
  html,
  mermaid,
  svg,
  dot,
  itf,
  selftest,
  summary,
} as const satisfies Readonly<Record<string, Renderer<Page>>>

export type Format = keyof typeof renderers

/** The formats that have words for a kind of report, in the order in which they are told. */
export const formatsOf = (kind: keyof Reports): Format[] =>
  (Object.keys(renderers) as Format[]).filter(format => kind in renderers[format])

/** @param format one of {@link formatsOf} the kind */
export function render<K extends keyof Reports>(
  kind: K,
  report: Reports[K],
  format: Format,
  page: Page,
): Promise<string> {
  const renderer: Renderer<Page> = renderers[format]
  return renderer[kind]!(report, page)
}
