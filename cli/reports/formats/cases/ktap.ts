/**
 * Reports as KTAP, which kernel CI reads: a test for each group, its cases as subtests.
 *
 * Source: Documentation/dev-tools/ktap.rst, version 1; the indentation is KUnit's.
 */
import { type Case, type CaseVerdict, type Group, type Told, verdicts } from '../../cases/case.ts'
import { ofCases } from './of-cases.ts'

export const ktap = ofCases(async told => `${ktapLines(told).join('\n')}\n`)

export const ktapLines = ({ groups }: Told): string[] => [
  'KTAP version 1',
  `1..${groups.length}`,
  ...groups.flatMap((group, at) => [
    ...groupLines(group).map(line => `    ${line}`),
    resultLine(at + 1, { name: group.name, verdict: worstOf(group), says: '' }),
  ]),
]

const groupLines = ({ name, cases }: Group): string[] => [
  'KTAP version 1',
  `# Subtest: ${plainName(name)}`,
  `1..${cases.length}`,
  ...cases.flatMap((one, at) => [
    ...(one.detail ?? [one.says]).filter(() => one.verdict === 'failed').map(line => `# ${line}`.trimEnd()),
    resultLine(at + 1, one),
  ]),
]

const directives: Readonly<Record<CaseVerdict, string>> = {
  failed: '',
  error: 'ERROR',
  open: 'TIMEOUT',
  known: 'SKIP',
  skipped: 'SKIP',
  passed: '',
}

function resultLine(number: number, { name, verdict, says }: Case): string {
  const ok = ['passed', 'skipped', 'known'].includes(verdict) ? 'ok' : 'not ok'
  const directive = directives[verdict] === '' ? '' : ` # ${directives[verdict]} ${plainName(says)}`.trimEnd()
  return `${ok} ${number} ${plainName(name)}${directive}`
}

/** A group passes when no case of it fails, though some are skipped. */
function worstOf({ cases }: Group): CaseVerdict {
  const worst = verdicts.find(verdict => cases.some(one => one.verdict === verdict)) ?? 'skipped'
  return (worst === 'skipped' || worst === 'known') && cases.some(({ verdict }) => verdict === 'passed')
    ? 'passed'
    : worst
}

/** A # begins a directive, and a line ends a result. */
const plainName = (text: string): string => text.replaceAll('#', '').replace(/\s+/g, ' ')
