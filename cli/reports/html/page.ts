/**
 * A page of violations: one file that needs no network. Without its script all steps can be read; with it they can be
 * walked, beside a picture of memory and the C or the state chart.
 */
import { showWorld } from '../../names/world-name.ts'
import { counted } from '../../text/words.ts'
import { escaped } from '../memory/markup.ts'
import type { Page } from '../trace/telling.ts'
import type { Violation } from '../trace/violation.ts'
import { articleOf } from './article.ts'
import { script } from './script.ts'
import { style } from './style.ts'

/** @param headline what was judged, and how much of it is broken */
export async function violationsPage(violations: readonly Violation[], headline: string, page: Page): Promise<string> {
  const articles = await Promise.all(violations.map((violation, index) => articleOf(violation, index, page)))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>gmemcheck: ${escaped(headline)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
<h1>${escaped(headline)}</h1>
${violations.length === 0 ? '' : HELP}
${indexOf(violations)}
</header>
<main>
${articles.map(({ html }) => html).join('\n')}
</main>
<script type="application/json" id="violations">${JSON.stringify(articles.map(({ data }) => data)).replaceAll('<', '\\u003c')}</script>
<script>${script}</script>
</body>
</html>
`
}

const HELP = `<p class="note">The arrow keys step, in the violation that was stepped last; a star marks the steps that the violation needs. Memory and the C or the state chart are as they are after the step that is marked. ▸ marks what the step has changed.</p>`

/** Of a series, patch by patch. */
function indexOf(violations: readonly Violation[]): string {
  if (violations.length === 0) return ''
  const entries = violations.map(({ trace, world, code }, index) => ({
    patch: code?.patch,
    item: `<li value="${index + 1}"><a href="#v${index + 1}">${escaped(trace.property)}</a> <span class="note">${escaped(showWorld(world))}, ${counted(trace.steps.length, 'step')}</span></li>`,
  }))
  const patches = [...new Set(entries.map(({ patch }) => patch))]
  const lists = patches.map(patch => {
    const items = entries.filter(one => one.patch === patch).map(({ item }) => item)
    return `${patch === undefined ? '' : `<h2 class="patch">${escaped(patch)}</h2>`}<ol>${items.join('\n')}</ol>`
  })
  return `<nav aria-label="violations">${lists.join('\n')}</nav>`
}
