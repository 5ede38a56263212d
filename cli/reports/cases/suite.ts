/**
 * `suite` as test cases: worlds against their recorded results, then claims and findings.
 */

import { type Borne, isBorneOut, isContradicted } from '../../judging/suite/borne-out.ts'
import type { SuiteReport, SuiteWorld } from '../../judging/suite/report.ts'
import { showWorld } from '../../names/world-name.ts'
import type { ExitCode } from '../../run/exit-codes.ts'
import { cutWords } from '../../text/words.ts'
import { type Case, INTERRUPTED, type Told } from './case.ts'
import { unsearched } from './world.ts'

export const suiteCases = ({
  worlds,
  claims,
  findings,
  exitCode,
}: SuiteReport & { readonly exitCode: ExitCode }): Told => {
  const ran = new Set(worlds.map(({ world }) => showWorld(world)))
  return {
    command: 'suite',
    groups: [
      { name: 'worlds', cases: worlds.map(worldCase) },
      { name: 'claims', cases: claims.map(one => borneCase(one, ran)) },
      { name: 'findings', cases: findings.map(one => borneCase(one, ran)) },
    ],
    causes: [],
    accepted: [],
    exitCode,
    statements: {},
  }
}

function worldCase({ world, outcome, differences }: SuiteWorld): Case {
  const name = showWorld(world)
  if (outcome.kind !== 'judged') return unsearched(name, outcome)
  const { cut } = outcome.result
  if (cut === 'interrupted') return { name, verdict: 'open', says: INTERRUPTED }
  const [first, ...more] = differences
  if (first !== undefined) return { name, verdict: 'failed', says: first, detail: more }
  if (cut !== undefined) return { name, verdict: 'open', says: `the search was cut: ${cutWords(cut)}` }
  return { name, verdict: 'passed', says: '' }
}

/** @param ran worlds that were to be judged this time */
function borneCase(borne: Borne<{ readonly name: string }>, ran: ReadonlySet<string>): Case {
  const { name } = borne.of
  if (isBorneOut(borne)) return { name, verdict: 'passed', says: '' }
  const detail = borne.expectations
    .filter(({ expected, got }) => expected !== got)
    .map(({ world, promise, expected, got }) => `${showWorld(world)}: ${promise}: expected ${expected}, got ${got}`)
  if (isContradicted(borne)) return { name, verdict: 'failed', says: 'the worlds do not bear it out', detail }
  const isOpen = borne.expectations.some(({ world, got }) => got === 'not-judged' && ran.has(showWorld(world)))
  if (!isOpen) return { name, verdict: 'skipped', says: 'not every world of it was to be judged' }
  return { name, verdict: 'open', says: 'not judged', detail }
}
