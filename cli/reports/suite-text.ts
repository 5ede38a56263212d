/**
 * The suite for people: claims, findings, worlds, what was never put to use, and in the last line what it all came to.
 */
import { match } from 'ts-pattern'
import type { Entry } from '../../spec/manifest/entry.ts'
import { type Borne, type Expectation, isBorneOut, isContradicted } from '../borne-out.ts'
import type { Unfiring } from '../coverage.ts'
import type { SuiteReport, SuiteWorld } from '../suite.ts'
import { showWorld } from '../world-name.ts'
import { table } from './table.ts'
import type { Page } from './telling.ts'
import { count, counted, cutWords, secondsWords, unfiredWords } from './words.ts'
import { paragraph, wrapPhrases } from './wrap.ts'

export interface SuitePage extends Page {
  /** Name every transition that never fired, and not only how many there are. */
  readonly unfired: boolean
}

export function suiteText(report: SuiteReport, page: SuitePage): string[] {
  const { worlds, claims, findings, untested, unbroken, neverFired = [] } = report
  const unreached = worlds.flatMap(({ world, entry }) =>
    (entry?.unreached ?? []).map(goal => `${goal} (${showWorld(world)})`),
  )
  const sections = {
    claims: claims.flatMap(borne => claimLines(borne, page)),
    findings: findings.flatMap(borne => findingLines(borne, page)),
    worlds: worldLines(worlds, page),
    'goals never reached': wrapPhrases(unreached, page.width - 2),
    'promises never put to the test': wrapPhrases(untested, page.width - 2),
    'promises that no world breaks': wrapPhrases(unbroken, page.width - 2),
    'transitions that never fired': neverFired.flatMap(unfiring => unfiringLines(unfiring, page)),
  }
  return [
    ...Object.entries(sections).flatMap(([head, lines]) => section(head, lines, page)),
    ...lastLines(report, page),
  ]
}

const section = (head: string, lines: readonly string[], { palette }: Page): string[] =>
  lines.length === 0 ? [] : [palette.strong(head), ...lines.map(line => `  ${line}`.trimEnd()), '']

function claimLines(borne: Borne<{ name: string; who: string; finding: string }>, page: Page): string[] {
  const { name, who, finding } = borne.of
  return [`${standingWord(borne, finding, page)}  ${name} (${who})`, ...expectationLines(borne, page)]
}

const findingLines = (borne: Borne<{ name: string }>, page: Page): string[] => [
  `${standingWord(borne, 'shown', page)}  ${borne.of.name}`,
  ...expectationLines(borne, page),
]

/** What is said of it, unless the worlds say otherwise. */
function standingWord(borne: Borne<unknown>, said: string, { palette }: Page): string {
  if (isContradicted(borne)) return palette.bad(`not ${said}`.padEnd(WORD_WIDTH))
  return isBorneOut(borne) ? palette.good(said.padEnd(WORD_WIDTH)) : palette.unsure('not judged'.padEnd(WORD_WIDTH))
}
const WORD_WIDTH = 'confirmed-in-part'.length

const expectationLines = ({ expectations }: Borne<unknown>, { palette }: Page): string[] =>
  table(
    [{ head: '' }, { head: '' }, { head: '' }],
    expectations.map(({ promise, world, expected, got }) => [
      promise,
      got === expected ? got : palette.bad(`expected ${expected}, ${gotWords(got)}`),
      showWorld(world),
    ]),
  )
    .slice(1)
    .map(line => `    ${line}`)

const gotWords = (got: Expectation['got']): string =>
  match(got)
    .with('holds', 'violated', verdict => `got ${verdict}`)
    .with('vacuous', () => 'never put to the test')
    .with('unknown-promise', () => 'no such promise')
    .with('not-judged', () => 'not judged')
    .with('not-listed', () => 'no such world in the suite')
    .exhaustive()

function worldLines(worlds: readonly SuiteWorld[], { palette, width }: Page): string[] {
  const columns = ['violated', 'hold', 'untested', 'states', 'transitions', 'depth', 'time'].map(head => ({
    head,
    right: true,
  }))
  const [head, ...rows] = table(
    [{ head: 'world' }, ...columns],
    worlds.map(({ world, outcome, entry }) => [showWorld(world), ...numbers(outcome, entry)]),
  )
  return [
    head!,
    ...worlds.flatMap(({ entry, outcome, differences }, index) => [
      rows[index]!,
      ...violatedLines(entry, width - 4).map(line => `  ${palette.faint(line)}`),
      ...differences.map(difference => `  ${palette.bad(difference)}`),
      ...(outcome.kind === 'failed' ? [`  ${palette.bad(`gmemcheck failed: ${outcome.message}`)}`] : []),
    ]),
  ]
}

function numbers(outcome: SuiteWorld['outcome'], entry?: Entry): string[] {
  if (outcome.kind !== 'judged') return [outcome.kind === 'failed' ? 'failed' : 'not judged', '', '', '', '', '', '']
  const { states, transitions, depth, seconds, cut } = outcome.result
  const verdicts = entry
    ? [Object.keys(entry.violated).length, entry.holds.length, entry.vacuous.length].map(String)
    : [`cut: ${cutWords(cut!)}`, '', '']
  return [...verdicts, count(states), count(transitions), String(depth), secondsWords(seconds)]
}

const violatedLines = (entry: Entry | undefined, width: number): string[] =>
  wrapPhrases(
    Object.entries(entry?.violated ?? {}).map(([promise, steps]) => `${promise} (${counted(steps, 'step')})`),
    width,
  )

/** How many per operation, or all of them. */
function unfiringLines({ design, transitions }: Unfiring, { width, unfired }: SuitePage): string[] {
  const operations = [...new Set(transitions.map(({ operation }) => operation))]
  const counts = operations.map(name => `${name} ${transitions.filter(({ operation }) => operation === name).length}`)
  const head = paragraph('', `${design}: ${transitions.length === 0 ? 'none' : counts.join(', ')}`, width - 2)
  return unfired ? [...head, ...transitions.map(transition => `  ${unfiredWords(transition)}`)] : head
}

/** What it came to, last, where a log ends. */
function lastLines({ worlds, claims, findings }: SuiteReport, { palette }: Page): string[] {
  const differing = worlds.filter(({ differences }) => differences.length > 0).length
  const open = worlds.filter(({ entry }) => entry === undefined).length
  const contradicted = [...claims, ...findings].filter(isContradicted).length
  const phrases = [
    ...(differing > 0 ? [palette.bad(`${counted(differing, 'world')} not as the manifest expects`)] : []),
    ...(contradicted > 0
      ? [palette.bad(`${counted(contradicted, 'claim or finding', 'claims or findings')} not borne out`)]
      : []),
    ...(open > 0 ? [palette.unsure(`${counted(open, 'world')} not seen whole`)] : []),
  ]
  const all = `${counted(worlds.length, 'world')} judged`
  return [phrases.length === 0 ? palette.good(`${all}, all as expected`) : `${all}: ${phrases.join(', ')}`]
}
