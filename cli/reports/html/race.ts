/**
 * The steps of a violation in a page: a lane per CPU, time running down, what changed at the right.
 */
import { escaped } from '../memory/markup.ts'
import { lanesOf, toldSteps } from '../trace/drawn/told-steps.ts'
import type { Page } from '../trace/telling.ts'
import type { Violation } from '../trace/violation.ts'

export function raceTable(violation: Violation, index: number, page: Page): string {
  const { trace, scenario } = violation
  const lanes = lanesOf(trace)
  const heads = lanes.map(thread => {
    const { name } = scenario.threads[thread]!
    return `<th scope="col">CPU${thread}${name === `CPU${thread}` ? '' : ` ${escaped(name)}`}</th>`
  })
  const rows = toldSteps(violation, page).map(({ number, thread, text, changes, needed }) => {
    const cells = lanes.map(lane =>
      lane === thread
        ? `<td class="lane" data-cpu="CPU${lane}">${escaped(text).replaceAll('_', '_<wbr>')}</td>`
        : '<td class="lane"></td>',
    )
    const kind = trace.needed !== undefined && needed ? ' class="needed"' : ''
    const star = kind === '' ? '' : '<span class="star" title="the violation needs this step">*</span>'
    const phrases = changes.map(
      (one, at) => `<span>${escaped(one.replaceAll('->', '→'))}${at + 1 < changes.length ? ',' : ''}</span>`,
    )
    return `<tr data-step="${number}"${kind}><th scope="row"><a href="#v${index + 1}-s${number}">${number}</a>${star}</th>${cells.join('')}<td class="changes">${phrases.join(' ')}</td></tr>`
  })
  return `<table class="race"><thead><tr><th scope="col">step</th>${heads.join('')}<th scope="col">changes</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}
