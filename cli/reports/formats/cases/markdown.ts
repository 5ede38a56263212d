/**
 * Reports as Markdown, for the summary of a job: a table of what is not passed, then the traces, folded.
 */
import { type Case, type Group, summaryOf, type Told, verdicts } from '../../cases/case.ts'
import { ofCases } from './of-cases.ts'

export const markdown = ofCases(async told => `${markdownLines(told).join('\n')}\n`)

export function markdownLines(told: Told): string[] {
  const shown = verdicts
    .filter(verdict => verdict === 'failed' || verdict === 'error' || verdict === 'open')
    .flatMap(verdict =>
      told.groups.flatMap(group => group.cases.filter(one => one.verdict === verdict).map(one => ({ group, one }))),
    )
  return [
    `### gmemcheck ${cell(summaryOf(told))}`,
    ...(shown.length > 0 ? ['', '| verdict | what | where | says |', '|---|---|---|---|'] : []),
    ...shown.map(({ group, one }) => rowOf(group, one)),
    ...shown.flatMap(({ group, one }) => detailLines(group, one)),
  ]
}

const rowOf = (group: Group, { name, verdict, says, place }: Case): string =>
  `| ${[verdict, name, place ? placeWords(place) : group.name, says].map(cell).join(' | ')} |`

const placeWords = ({ file, line, fn }: NonNullable<Case['place']>): string =>
  `${file}${line === undefined ? '' : `:${line}`}${fn === undefined ? '' : ` ${fn}()`}`

function detailLines({ name: group }: Group, { name, detail = [] }: Case): string[] {
  if (detail.length === 0) return []
  // A fence is longer than any in the text.
  const fence = '`'.repeat(Math.max(3, ...[...detail.join('\n').matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)))
  const head = `<details><summary>${html(`${name}, ${group}`)}</summary>`
  return ['', head, '', fence, ...detail, fence, '', '</details>']
}

const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Text that no table, link or emphasis begins in. */
const cell = (text: string): string =>
  html(text)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/\s+/g, ' ')
