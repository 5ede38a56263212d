/**
 * Reports as annotations of GitHub: commands that a runner reads from the output of a step. They are few and short, for the
 * traces stand in the summary of the job.
 *
 * Source: workflow commands, docs.github.com. A runner shows ten errors and ten warnings of a step.
 */

import { count } from '../../../text/words.ts'
import { type CaseVerdict, summaryOf, type Told } from '../../cases/case.ts'
import { isCause, type Notable, namesOf, notableIn } from '../../cases/notable.ts'
import { ofCases } from './of-cases.ts'

export const github = ofCases(async told => `${annotations(told).join('\n')}\n`)

export function annotations(told: Told): string[] {
  return [
    ...annotationsOf('error', told, 'failed', 'error'),
    ...annotationsOf('warning', told, 'open'),
    `::notice title=gmemcheck::${data(summaryOf(told))}`,
  ]
}

function annotationsOf(command: 'error' | 'warning', told: Told, ...wanted: readonly CaseVerdict[]): string[] {
  const all = notableIn(told, ...wanted)
  const shown = all.length > MOST ? all.slice(0, MOST - 1) : all
  const more = all.length - shown.length
  return [
    ...shown.map(one => annotation(command, one)),
    ...(more === 0
      ? []
      : [`::${command} title=gmemcheck::${data(`and ${count(more)} more: the summary of the job has them`)}`]),
  ]
}

/** So many a runner shows. */
const MOST = 10

function annotation(command: string, told: Notable): string {
  const { one, where } = told
  const properties = {
    ...(one.place && { file: one.place.file }),
    ...(one.place?.line !== undefined && { line: String(one.place.line) }),
    title: short(namesOf(told)),
  }
  const words = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`)
  const trace = isCause(one) ? `; its trace: --cause ${one.number}` : ''
  return `::${command} ${words.join(',')}::${data(`${short(one.says)} (${short(where)}${trace})`)}`
}

const short = (text: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`)
const LONGEST = 300

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
