/**
 * Reports as SARIF 2.1.0: a rule for each promise, a result for each cause, for what was not judged and for what is accepted, at
 * its place in the C.
 */
import type { Location, Log, ReportingDescriptor, Result } from 'sarif'
import { programVersion } from '../../../names/program.ts'
import { type Case, type CaseLocation, casesOf, summaryOf, type Told } from '../../cases/case.ts'
import { isCause, type Notable, notableIn } from '../../cases/notable.ts'
import { ofCases } from './of-cases.ts'

export const sarif = ofCases(async told => `${JSON.stringify(logOf(told), undefined, 2)}\n`)

export function logOf(told: Told): Log {
  const results = resultsIn(told)
  const ids = [...new Set(results.map(({ one }) => ruleOf(one, told)))].sort()
  const errors = casesOf(told).filter(({ verdict }) => verdict === 'error')
  const notifications = [
    ...errors.map(({ name, says }) => ({ level: 'error' as const, message: { text: `${name}: ${says}` } })),
    ...(told.shared ? [{ level: 'note' as const, message: { text: summaryOf(told) } }] : []),
  ]
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'gmemcheck', version: programVersion, rules: ids.map(id => describe(id, told)) },
        },
        invocations: [
          {
            executionSuccessful: errors.length === 0,
            exitCode: told.exitCode,
            toolExecutionNotifications: notifications,
          },
        ],
        originalUriBaseIds: { [TREE]: { description: { text: 'The root of the kernel tree.' } } },
        columnKind: 'utf16CodeUnits',
        results: results.map(one => resultOf(one, ids, told)),
      },
    ],
  }
}

const resultsIn = (told: Told): Pick<Notable, 'one' | 'where'>[] => [
  ...notableIn(told, 'failed'),
  ...told.groups.flatMap(({ name: where, cases }) =>
    cases.filter(({ verdict, hasCause }) => verdict === 'open' && !hasCause).map(one => ({ one, where })),
  ),
  ...told.accepted.map(one => ({ one, where: 'what a baseline accepts' })),
]

/** Rules that are no promises: what has no promise to name. */
const others: Readonly<Record<string, string>> = {
  'not-judged': 'Everything that was to be judged is judged.',
  'not-as-recorded': 'Every world is as it is recorded, and bears claims and findings out.',
}

function ruleOf({ name, verdict }: Case, { statements, command }: Told): string {
  if (statements[name] !== undefined) return name
  return verdict === 'failed' && command === 'suite' ? 'not-as-recorded' : 'not-judged'
}

const describe = (id: string, { statements }: Told): ReportingDescriptor => ({
  id,
  shortDescription: { text: statements[id] ?? others[id]! },
})

const resultOf = ({ one, where }: Pick<Notable, 'one' | 'where'>, ids: readonly string[], told: Told): Result => {
  const { name, verdict, says, detail = [], place, fingerprint } = one
  const ruleId = ruleOf(one, told)
  return {
    ruleId,
    ruleIndex: ids.indexOf(ruleId),
    ...(verdict === 'open' ? { kind: 'open', level: 'none' } : { kind: 'fail', level: 'error' }),
    message: {
      text: [`${name}: ${says}`, where, ...alsoBroken(one), ...(detail.length > 0 ? ['', ...detail] : [])].join('\n'),
    },
    locations: place === undefined ? [] : [locationOf(place)],
    ...(fingerprint !== undefined && { partialFingerprints: { 'gmemcheck/v1': fingerprint } }),
    ...(verdict === 'known' && { suppressions: [{ kind: 'external', justification: says }] }),
  }
}

const alsoBroken = (one: Case): string[] =>
  isCause(one) && one.promises.length > 1 ? [`breaks ${one.promises.join(', ')}`] : []

/** Paths are relative to the kernel tree, whose place only the reader knows. */
const TREE = 'SRCROOT'

const locationOf = ({ file, line, fn }: CaseLocation): Location => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(file), uriBaseId: TREE },
    ...(line !== undefined && { region: { startLine: line } }),
  },
  ...(fn !== undefined && { logicalLocations: [{ name: fn, kind: 'function' }] }),
})
