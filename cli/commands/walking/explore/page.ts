/**
 * The page of `explore`: violations at the left, the graph as far as it is unfolded, and memory at the state that is chosen.
 */
import { showWorld } from '../../../names/world-name.ts'
import { style } from '../../../reports/html/style.ts'
import { escaped } from '../../../reports/memory/markup.ts'
import type { Walkthrough } from '../walkthrough.ts'
import { exploreScript } from './script.ts'

export function explorePage({ world, scenario }: Walkthrough, begins: string): string {
  const name = escaped(showWorld(world))
  const threads = scenario.threads.map(
    ({ name }, thread) =>
      `<label><input type="checkbox" data-thread="${thread}" checked> CPU${thread} ${escaped(name === `CPU${thread}` ? '' : name)}</label>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>gmemcheck: ${name}</title>
<link rel="icon" href="data:,">
<style>${style}${own}</style>
</head>
<body data-begins="${escaped(begins)}">
<header><h1>${name}</h1><p class="note">${escaped(scenario.summary)}</p></header>
<main class="explore">
<section aria-label="violations"><h2 class="patch">violations</h2>
<p><label>promise <select id="promise"><option value="">all</option></select></label></p>
<p id="searching" role="status">searching …</p><ol id="violations"></ol></section>
<section aria-label="graph"><h2 class="patch">graph</h2>
<fieldset><legend>steps of</legend>${threads.join(' ')}</fieldset>
<div class="scroll" tabindex="0" role="region" aria-label="states that are unfolded"><ul id="graph"></ul></div></section>
<section aria-label="state"><h2 class="patch">state</h2><p id="here" role="status"></p><div id="broken"></div>
<div class="scroll" tabindex="0" role="region" aria-label="memory"><div id="memory"></div></div></section>
</main>
<script>${exploreScript}</script>
</body>
</html>
`
}

/** Lists so deep are indented no more: the number of each step says how deep it is. */
const DEEP = `#graph${' ul'.repeat(12)}`

const own = `
.explore { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); } @media (min-width: 70rem) { .explore { grid-template-columns: 1fr 2fr 2fr; } .explore > section { min-width: 0; max-height: calc(100vh - 8rem); overflow: auto; } }
#graph, #graph ul { list-style: none; padding-left: .8rem; margin: 0; border-left: 1px solid var(--line); } #graph button, #violations button { font: .82rem ui-monospace, monospace; text-align: left; color: var(--ink); background: none; border: 1px solid transparent; padding: .1rem .3rem; overflow-wrap: anywhere; }
${DEEP} { padding-left: .1rem; }
#violations button { color: var(--link); text-decoration: underline; } #graph button[aria-current] { background: var(--here); border-color: var(--ink); } #graph .breaks { color: var(--bad); font-weight: 600; } fieldset { border: 1px solid var(--line); margin: 0 0 .5rem; } fieldset label { margin-right: 1rem; }
select { max-width: 100%; } select, input { font: inherit; color: var(--ink); background: var(--paper); } #broken p { color: var(--bad); }
`
