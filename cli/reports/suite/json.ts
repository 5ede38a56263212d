/**
 * The suite for programs. Everything but `timing` is the same whenever the same worlds are judged.
 */

import type { SuiteReport } from '../../judging/suite/report.ts'
import { showWorld } from '../../names/world-name.ts'
import { palette } from '../../text/palette.ts'
import { outcomeJson, timingJson } from '../world/outcome-json.ts'
import { summaryOf } from './text.ts'

export const suiteJson = (report: SuiteReport) => {
  const { worlds, claims, findings, neverUsed, exitCode } = report
  return {
    command: 'suite',
    exitCode,
    says: summaryOf(report, palette(false)),
    worlds: worlds.map(({ world, outcome, entry, reduction, differences }) => ({
      world: showWorld(world),
      asExpected: entry !== undefined && differences.length === 0,
      differences,
      ...(reduction && { reduction }),
      ...(entry ? { seen: entry } : outcomeJson(outcome)),
    })),
    claims: claims.map(({ of, expectations }) => ({
      claim: of.name,
      finding: of.finding,
      expectations: named(expectations),
    })),
    findings: findings.map(({ of, expectations }) => ({ finding: of.name, expectations: named(expectations) })),
    ...(neverUsed && { neverUsed }),
    timing: timingJson(worlds),
  }
}

const named = (expectations: SuiteReport['claims'][number]['expectations']) =>
  expectations.map(({ world, promise, expected, got }) => ({ world: showWorld(world), promise, expected, got }))
