/**
 * A page of violations: one file that needs no network. Without its script all steps can be read; with it they can be
 * walked, beside a picture of memory.
 */

import { showWorld } from '../../names/world-name.ts'
import { counted } from '../../text/words.ts'
import { changePhrases } from '../trace/changes.ts'
import { closingWords } from '../trace/closing.ts'
import { type Page, tellingOf } from '../trace/telling.ts'
import { replayCommand, type Violation } from '../trace/violation.ts'
import { type MemoryField, memoryAt } from './memory.ts'
import { script } from './script.ts'
import { style } from './style.ts'

/** @param headline what was judged, and how much of it is broken */
export function violationsPage(violations: readonly Violation[], headline: string, page: Page): string {
  const memories = violations.map(({ scenario, trace }) => memoryAt(scenario, trace.initial))
  const data = violations.map((violation, index) => dataOf(violation, memories[index]!))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(headline)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header>
<h1>${escaped(headline)}</h1>
<p class="note">The arrow keys step. A star marks the steps that the violation needs.</p>
<nav aria-label="violations"><ol>
${violations.map(({ trace, world }, index) => `<li><a href="#v${index + 1}">${escaped(trace.property)}</a> <span class="note">${escaped(showWorld(world))}, ${counted(trace.steps.length, 'step')}</span></li>`).join('\n')}
</ol></nav>
</header>
<main>
${violations.map((violation, index) => articleOf(violation, memories[index]!, index, page)).join('\n')}
</main>
<script type="application/json" id="violations">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>
<script>${script}</script>
</body>
</html>
`
}

/** What the script needs: memory before the first step, and what each step changes of it. */
function dataOf({ trace }: Violation, memory: readonly MemoryField[]) {
  const numbers = new Map(memory.map(({ name }, index) => [name, index]))
  const steps = trace.steps.map(({ changes }) =>
    changes.flatMap(({ field, index = 0, shows }) => {
      const number = numbers.get(field)
      return number === undefined ? [] : [[number, index, shows[1]] as const]
    }),
  )
  return { memory: memory.map(({ shows }) => ({ shows })), steps }
}

function articleOf(violation: Violation, memory: readonly MemoryField[], index: number, page: Page): string {
  const { trace, world, promise, finding, repair } = violation
  const closing = closingWords(trace, tellingOf(violation.scenario, page))
  const said: [string, string | undefined][] = [
    ['promised', promise.statement],
    ['source', promise.source],
    ['in', showWorld(world)],
    ['so', closing],
    ['because', finding?.why],
    ['repair', finding ? `${finding.repair} See the design ${finding.repaired}.` : repair],
    ['replay it', replayCommand(world, trace)],
  ]
  const terms = said.flatMap(([term, words]) => (words ? `<dt>${term}</dt><dd>${escaped(words)}</dd>` : []))
  const name = `v${index + 1}`
  return `<article id="${name}" aria-labelledby="${name}-title">
<h2 id="${name}-title">${escaped(trace.property)} does not hold: ${escaped(trace.says)}</h2>
<dl>${terms.join('')}</dl>
<div class="steps"><button type="button" data-of="${index}" data-by="-1">back</button><button type="button" data-of="${index}" data-by="1">step</button><span role="status"></span></div>
<div class="beside">
<div class="scroll" tabindex="0" role="region" aria-label="steps of ${escaped(trace.property)}, ${index + 1}">${raceTable(violation, index, page)}</div>
<div class="scroll" tabindex="0" role="region" aria-label="memory of ${escaped(trace.property)}, ${index + 1}">${memoryTables(memory)}</div>
</div>
</article>`
}

function raceTable({ trace, scenario }: Violation, violation: number, page: Page): string {
  const telling = tellingOf(scenario, page)
  const threads = scenario.threads.map((_, thread) => thread).filter(one => trace.steps.some(s => s.thread === one))
  const needed = new Set(trace.needed)
  const rows = trace.steps.map((step, at) => {
    const changes = step.changes.filter(({ field }) => !telling.isBookkeeping(field) && !telling.isSignal(field))
    const failed = step.event === 'step' || step.starts ? '' : ` fails: -${step.event.toUpperCase()}`
    const text = step.starts ? `calls ${telling.showCall(step.operation, step.starts)}` : `${step.fn}()${failed}`
    const place = telling.placeOf?.(step)
    const lanes = threads.map(thread => `<td>${thread === step.thread ? escaped(text) : ''}</td>`).join('')
    const phrases = [...(place === undefined ? [] : [place]), ...changePhrases(changes, telling.showIndex)]
    return `<tr data-step="${at + 1}"${needed.has(at) ? ' class="needed"' : ''}><th scope="row"><a href="#v${violation + 1}-s${at + 1}">${at + 1}</a></th>${lanes}<td class="changes">${escaped(phrases.join(', '))}</td></tr>`
  })
  const heads = threads.map(thread => `<th scope="col">CPU${thread} ${escaped(scenario.threads[thread]!.name)}</th>`)
  return `<table class="race"><thead><tr><th scope="col">step</th>${heads.join('')}<th scope="col">changes</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

/** A row for each field that has entries, below those that have none. */
const memoryTables = (memory: readonly MemoryField[]): string =>
  `<table class="memory"><thead><tr><th scope="col">memory</th><th scope="col">at</th><th scope="col">value</th></tr></thead><tbody>${memory
    .flatMap(({ name, places, shows }, field) =>
      shows.map(
        (value, entry) =>
          `<tr>${entry === 0 ? `<th scope="rowgroup" rowspan="${shows.length}">${escaped(name)}</th>` : ''}<td>${escaped(places[entry] ?? '')}</td><td data-field="${field} ${entry}">${escaped(value)}</td></tr>`,
      ),
    )
    .join('')}</tbody></table>`

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, sign => SIGNS[sign]!)
