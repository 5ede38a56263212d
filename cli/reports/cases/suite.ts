/**
 * `suite` as test cases: worlds against their recorded results, then claims and findings.
 */

import { type Borne, isBorneOut, isContradicted } from '../../judging/suite/borne-out.ts'
import type { SuiteReport, SuiteWorld } from '../../judging/suite/report.ts'
import { showWorld } from '../../names/world-name.ts'
import type { ExitCode } from '../../run/exit-codes.ts'
import { cutWords } from '../../text/words.ts'
import type { Case, Told } from './case.ts'
import { unsearched } from './world.ts'

export const suiteCases = ({
  worlds,
  claims,
  findings,
  exitCode,
}: SuiteReport & { readonly exitCode: ExitCode }): Told => ({
  command: 'suite',
  groups: [
    { name: 'worlds', cases: worlds.map(worldCase) },
    { name: 'claims', cases: claims.map(borneCase) },
    { name: 'findings', cases: findings.map(borneCase) },
  ],
  causes: [],
  accepted: [],
  exitCode,
  statements: {},
})

function worldCase({ world, outcome, differences }: SuiteWorld): Case {
  const name = showWorld(world)
  if (outcome.kind !== 'judged') return unsearched(name, outcome)
  const { cut } = outcome.result
  if (cut !== undefined) return { name, verdict: 'open', says: `the search was cut: ${cutWords(cut)}` }
  const [first, ...more] = differences
  if (first === undefined) return { name, verdict: 'passed', says: '' }
  return { name, verdict: 'failed', says: first, detail: more }
}

function borneCase(borne: Borne<{ readonly name: string }>): Case {
  const { name } = borne.of
  if (isBorneOut(borne)) return { name, verdict: 'passed', says: '' }
  const detail = borne.expectations
    .filter(({ expected, got }) => expected !== got)
    .map(({ world, promise, expected, got }) => `${showWorld(world)}: ${promise}: expected ${expected}, got ${got}`)
  if (isContradicted(borne)) return { name, verdict: 'failed', says: 'the worlds do not bear it out', detail }
  return { name, verdict: 'open', says: 'not judged', detail }
}
