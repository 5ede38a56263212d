/**
 * The suite for people: claims, findings, worlds, what was never put to use, and in the last line what it all came to.
 */

import { isContradicted } from '../../judging/suite/borne-out.ts'
import type { Unfiring } from '../../judging/suite/coverage.ts'
import type { NeverUsed, SuiteReport } from '../../judging/suite/report.ts'
import { showWorld } from '../../names/world-name.ts'
import { sharedWords } from '../../run/shards/share.ts'
import type { Palette } from '../../text/palette.ts'
import { count, counted, unfiredWords } from '../../text/words.ts'
import { paragraph, wrapPhrases } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'
import { interruptedWords } from '../world/interrupted.ts'
import { claimLines, findingLines } from './claims.ts'
import { reductionLines } from './reductions.ts'
import { suiteWorldLines } from './worlds.ts'

export interface SuitePage extends Page {
  /** Name every transition that never fired, and not only how many there are. */
  readonly unfired: boolean
}

const INDENT = '  '

export function suiteText(report: SuiteReport, page: SuitePage): string[] {
  const { worlds, claims, findings, neverUsed } = report
  const inner = { ...page, width: page.width - INDENT.length }
  const unreached = worlds.flatMap(({ world, entry }) =>
    (entry?.unreached ?? []).map(goal => `${goal} (${showWorld(world)})`),
  )
  const sections = {
    claims: claims.flatMap(borne => claimLines(borne, inner)),
    findings: findings.flatMap(borne => findingLines(borne, inner)),
    worlds: suiteWorldLines(worlds, inner),
    reductions: reductionLines(worlds, inner),
    'goals never reached': wrapPhrases(unreached, inner.width),
    ...(neverUsed && neverUsedSections(neverUsed, inner)),
  }
  return [
    ...Object.entries(sections).flatMap(([head, lines]) =>
      lines.length === 0 ? [] : [page.palette.strong(head), ...lines.map(line => INDENT + line), ''],
    ),
    summaryOf(report, page.palette),
  ]
}

const neverUsedSections = ({ untested, unbroken, neverFired }: NeverUsed, page: SuitePage) => ({
  'promises never put to the test': wrapPhrases(untested, page.width),
  'promises that no world breaks': wrapPhrases(unbroken, page.width),
  'transitions that never fired': neverFired.flatMap(unfiring => unfiringLines(unfiring, page)),
})

/** How many per operation, or all of them. */
function unfiringLines({ design, transitions }: Unfiring, { width, unfired }: SuitePage): string[] {
  const operations = [...new Set(transitions.map(({ operation }) => operation))]
  const counts = operations.map(name => `${name} ${transitions.filter(({ operation }) => operation === name).length}`)
  const head = paragraph('', `${design}: ${transitions.length === 0 ? 'none' : counts.join(', ')}`, width)
  return unfired ? [...head, ...transitions.map(transition => INDENT + unfiredWords(transition))] : head
}

/** The summary, last, where a log ends. */
export function summaryOf(
  { listed, worlds, claims, findings, shared }: SuiteReport,
  palette: Pick<Palette, 'bad' | 'good' | 'unsure'>,
): string {
  const differing = worlds.filter(({ differences }) => differences.length > 0).length
  const open = worlds.filter(({ entry }) => entry === undefined).length
  const contradicted = [...claims, ...findings].filter(isContradicted).length
  const phrases = [
    ...(differing > 0 ? [palette.bad(`${counted(differing, 'world')} not as recorded`)] : []),
    ...(contradicted > 0
      ? [palette.bad(`${counted(contradicted, 'claim or finding', 'claims or findings')} not borne out`)]
      : []),
    ...(open > 0 ? [palette.unsure(`${counted(open, 'world')} not seen whole`)] : []),
  ]
  const all = `${sharedWords(shared)}${worlds.length < listed ? `${count(worlds.length)} of ` : ''}${counted(listed, 'world')}`
  const cut = interruptedWords(worlds.map(({ outcome }) => [outcome]))
  return phrases.length === 0 ? palette.good(`${all}, all as expected`) : `${cut}${all}: ${phrases.join(', ')}`
}
