/**
 * Reports as Markdown, for the summary of a job: a table of what is not passed, a row for each cause, then a trace of each,
 * folded. GitHub drops a summary of more than 1 MiB.
 */

import { count } from '../../../text/words.ts'
import { type Case, summaryOf, type Told } from '../../cases/case.ts'
import { isCause, type Notable, namesOf, notableIn } from '../../cases/notable.ts'
import { ofCases } from './of-cases.ts'

export const markdown = ofCases(async told => `${markdownLines(told).join('\n')}\n`)

export function markdownLines(told: Told): string[] {
  const all = notableIn(told, 'failed', 'error', 'open')
  const shown = all.slice(0, MOST_ROWS)
  return [
    `### gmemcheck ${cell(summaryOf(told))}`,
    ...(shown.length > 0 ? ['', '| verdict | what | where | says |', '|---|---|---|---|'] : []),
    ...shown.map(rowOf),
    ...(shown.length < all.length ? ['', `and ${count(all.length - shown.length)} more: see --report json=FILE`] : []),
    ...tracesOf(shown),
  ]
}

/** A table that is longer is not read. */
const MOST_ROWS = 100

function rowOf(told: Notable): string {
  const { one, where } = told
  const says = isCause(one) ? `${one.says} (${where})` : one.says
  return `| ${[one.verdict, namesOf(told), one.place ? placeWords(one.place) : where, says].map(cell).join(' | ')} |`
}

const placeWords = ({ file, line, fn }: NonNullable<Case['place']>): string =>
  `${file}${line === undefined ? '' : `:${line}`}${fn === undefined ? '' : ` ${fn}()`}`

/** As many as there is room for. */
function tracesOf(all: readonly Notable[]): string[] {
  const lines: string[] = []
  let room = MOST_BYTES
  const traced = all.filter(({ one: { detail = [] } }) => detail.length > 0)
  for (const [at, told] of traced.entries()) {
    const more = detailLines(told)
    room -= Buffer.byteLength(more.join('\n'))
    if (room < 0) return [...lines, '', `${count(traced.length - at)} more traces are left out here: see --cause N`]
    lines.push(...more)
  }
  return lines
}

/** Of traces in a summary: a job may have several. */
const MOST_BYTES = 2 ** 18

function detailLines({ one, where }: Notable): string[] {
  const { name, detail = [] } = one
  // A fence is longer than any in the text.
  const fence = '`'.repeat(Math.max(3, ...[...detail.join('\n').matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)))
  const head = `<details><summary>${html(`${name}, ${where}`)}</summary>`
  const breaks = isCause(one) ? ['', `breaks ${cell(one.promises.join(', '))} in ${cell(fewOf(one.worlds))}`] : []
  return ['', head, ...breaks, '', fence, ...detail, fence, '', '</details>']
}

const fewOf = (names: readonly string[]): string =>
  names.length <= FEW ? names.join(', ') : `${names.slice(0, FEW).join(', ')} and ${names.length - FEW} more`
const FEW = 8

const html = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Text that no table, link or emphasis begins in. */
const cell = (text: string): string =>
  html(text)
    .replace(/[\\`*_[\]|~]/g, '\\$&')
    .replace(/\s+/g, ' ')
