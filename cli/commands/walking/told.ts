/**
 * Where a walk stands, in lines: what the last step did, what it broke, and the steps that each CPU could take.
 */

import { pictureLines } from '../../reports/memory/text.ts'
import { type Page, tellingOf } from '../../reports/trace/telling.ts'
import { textOf, traceLines } from '../../reports/trace/trace.ts'
import { replayCommand, replayLines } from '../../reports/trace/violation.ts'
import { changePhrases } from '../../reports/trace/words/changes.ts'
import { table } from '../../text/table.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Walkthrough } from './walkthrough.ts'

export function standLines(walk: Walkthrough, page: Page): string[] {
  const { palette, width } = page
  const { steps, broken } = walk.visit
  const last = steps.at(-1)
  const told = last && stepWords(walk, last, page)
  return [
    ...(told === undefined
      ? ['at the beginning']
      : paragraph(
          `${steps.length}  `,
          `CPU${last!.thread} ${told.text}${told.changes === '' ? '' : `: ${told.changes}`}`,
          width,
        )),
    ...broken.flatMap(({ property, says }) =>
      paragraph('   ', `${property} does not hold: ${says}`, width).map(palette.bad),
    ),
    '',
    ...possibleLines(walk, page),
  ]
}

/** The word to type, the CPU, and what it would do. */
function possibleLines(walk: Walkthrough, page: Page): string[] {
  const { possible, threads, broken: already } = walk.visit
  if (possible.length === 0) return ['no CPU can take a step']
  const waiting = threads.flatMap(({ operation, at }, thread) =>
    at !== '' && possible.every(({ step }) => step.thread !== thread) ? [`CPU${thread}, in ${operation}, waits`] : [],
  )
  const rows = possible.map(({ step, broken }) => {
    const { text, changes } = stepWords(walk, step, page)
    const anew = broken.filter(({ property }) => already.every(one => one.property !== property))
    const breaks = anew.map(({ property }) => `breaks ${property}`)
    return [step.element, `CPU${step.thread}`, text, [...(changes === '' ? [] : [changes]), ...breaks].join(', ')]
  })
  const heads = [{ head: 'take' }, { head: 'CPU' }, { head: 'which runs' }, { head: '' }]
  const lines = table(heads, rows).flat()
  return [
    ...lines.flatMap((line, index) =>
      line.length <= page.width || index === 0
        ? [line]
        : paragraph(rows[index - 1]![0]!.padEnd(6), rows[index - 1]!.slice(1).join('  '), page.width),
    ),
    ...waiting,
  ]
}

/** What a step runs, and what it changes. */
export function stepWords({ scenario }: Walkthrough, step: Walkthrough['visit']['steps'][number], page: Page) {
  const telling = tellingOf(scenario, page)
  const seen = step.changes.filter(({ field }) => !telling.isBookkeeping(field) && !telling.isSignal(field))
  return { text: textOf(step, telling), changes: changePhrases(seen, telling.showIndex).join(', ') }
}

export function memoryLines(walk: Walkthrough, page: Page): string[] {
  const { before, now } = walk.pictures()
  return [
    ...pictureLines(now, before, page),
    ...(before === undefined ? [] : ['', '> marks what the last step has changed']),
  ]
}

/** All steps so far, in columns. */
export const wayLines = (walk: Walkthrough, page: Page): string[] =>
  walk.path === '' ? ['at the beginning'] : traceLines({ steps: walk.visit.steps }, tellingOf(walk.scenario, page))

/** How to come here again. */
export const againLines = ({ world, path, initial }: Walkthrough, page: Page): string[] =>
  path === '' ? [] : replayLines(page, replayCommand(world, { path, initial }), 'come here again').slice(1)
