/**
 * The result of `check`, for programs. Everything but `timing` is the same for the same command line, unless a search was
 * cut by time or Ctrl-C.
 */

import { showWorld } from '../../names/world-name.ts'
import type { CheckReport } from './check-report.ts'
import { outcomeJson, timingJson } from './outcome-json.ts'

export const checkJson = ({ checked, held, exitCode }: CheckReport) => ({
  command: 'check',
  exitCode,
  ...(held && { baseline: held }),
  worlds: checked.map(({ world, scenario, outcome, goOn }) => ({
    world: showWorld(world),
    bounds: scenario.bounds,
    environment: scenario.environment,
    ...outcomeJson(outcome, world),
    ...(goOn !== undefined &&
      outcome.kind === 'judged' && { checkpoint: { ...outcome.result.checkpoint, resume: goOn } }),
  })),
  timing: timingJson(checked),
})
