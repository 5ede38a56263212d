/**
 * Reports as annotations of GitHub: commands that a runner reads from the output of a step.
 *
 * Source: workflow commands, docs.github.com. A runner shows ten errors and ten warnings of a step, so that worst come first.
 */
import { type Case, type Group, summaryOf, type Told } from '../../cases/case.ts'
import { ofCases } from './of-cases.ts'

export const github = ofCases(async told => `${annotations(told).join('\n')}\n`)

export function annotations(told: Told): string[] {
  const of = (verdict: Case['verdict'], command: 'error' | 'warning') =>
    told.groups.flatMap(group =>
      group.cases.filter(one => one.verdict === verdict).map(one => annotation(command, group, one)),
    )
  return [
    ...of('failed', 'error'),
    ...of('error', 'error'),
    ...of('open', 'warning'),
    `::notice title=gmemcheck::${data(summaryOf(told))}`,
  ]
}

function annotation(command: string, group: Group, { name, says, detail = [], place }: Case): string {
  const properties = {
    ...(place && { file: place.file }),
    ...(place?.line !== undefined && { line: String(place.line) }),
    title: name,
  }
  const words = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`)
  return `::${command} ${words.join(',')}::${data([`${says} (${group.name})`, ...detail].join('\n'))}`
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
