/**
 * Reports as JUnit XML: a suite for each group. What is open is an error, so that no pipeline takes it for passed.
 *
 * Source: the schema that Jenkins and GitLab read. Times and the name of the host are left out: they differ from run to run.
 */
import type { XMLBuilder } from 'fast-xml-parser'
import { showShare } from '../../../run/shards/share.ts'
import { type Case, type CaseVerdict, casesOf, type Group, type Told } from '../../cases/case.ts'
import { ofCases } from './of-cases.ts'

export const junit = ofCases(junitXml)

export async function junitXml(told: Told): Promise<string> {
  const { XMLBuilder } = await import('fast-xml-parser')
  return new XMLBuilder(options).build(documentOf(told))
}

const ATTRIBUTE = '@'
const options: ConstructorParameters<typeof XMLBuilder>[0] = {
  ignoreAttributes: false,
  attributeNamePrefix: ATTRIBUTE,
  format: true,
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
}

const documentOf = (told: Told) => ({
  '?xml': attributes({ version: '1.0', encoding: 'UTF-8' }),
  testsuites: {
    ...attributes({
      name: `gmemcheck ${told.command}${told.shared ? `, shard ${showShare(told.shared)}` : ''}`,
      ...counts(casesOf(told)),
    }),
    testsuite: told.groups.map(suiteOf),
  },
})

const suiteOf = ({ name, cases }: Group) => ({
  ...attributes({ name, ...counts(cases) }),
  testcase: cases.map(one => ({ ...attributes(identity(name, one)), ...outcomeOf(one) })),
})

/** Readers know a case again by these. */
const identity = (group: string, { name, place }: Case) => ({
  name,
  classname: group,
  ...(place && { file: place.file }),
  ...(place?.line !== undefined && { line: place.line }),
})

const elements: Readonly<Record<CaseVerdict, 'failure' | 'error' | 'skipped' | undefined>> = {
  failed: 'failure',
  error: 'error',
  open: 'error',
  known: 'skipped',
  skipped: 'skipped',
  passed: undefined,
}

function outcomeOf({ verdict, says, detail = [] }: Case) {
  const element = elements[verdict]
  if (element === undefined) return {}
  const type = element === 'skipped' ? {} : { type: verdict }
  return { [element]: { ...attributes({ message: says, ...type }), '#text': detail.join('\n') } }
}

function counts(cases: readonly Case[]) {
  const number = (element: string) => cases.filter(({ verdict }) => elements[verdict] === element).length
  return { tests: cases.length, failures: number('failure'), errors: number('error'), skipped: number('skipped') }
}

const attributes = (those: Readonly<Record<string, string | number>>) =>
  Object.fromEntries(Object.entries(those).map(([name, value]) => [`${ATTRIBUTE}${name}`, value]))
