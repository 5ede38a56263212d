/**
 * The result of random walks, for programs. The same for the same command line, whatever the number of workers, unless time or
 * Ctrl-C ended the walks.
 */

import { showWorld } from '../../../names/world-name.ts'
import type { ExitCode } from '../../../run/exit-codes.ts'
import { replayCommand } from '../../trace/violation.ts'
import { headlineOf, type WalkedThrough } from './sample-text.ts'

export const sampleJson = (walked: WalkedThrough & { readonly exitCode: ExitCode }) => {
  const { world, scenario, asked, outcome, exitCode } = walked
  return {
    command: 'sample',
    exitCode,
    says: headlineOf(walked),
    world: showWorld(world),
    bounds: scenario.bounds,
    environment: scenario.environment,
    asked,
    ...(outcome.kind === 'failed' && { outcome: 'failed', message: outcome.message }),
    ...(outcome.kind === 'not-run' && { outcome: 'not-run' }),
    ...(outcome.kind === 'walked' && {
      outcome: 'sampled',
      walks: outcome.sample.walks,
      steps: outcome.sample.steps,
      promises: outcome.sample.judgements.map(({ property, outcome, judged }) => ({
        promise: property,
        verdict: outcome.verdict,
        judged,
        ...(outcome.verdict === 'violated' && {
          walk: outcome.walk,
          trace: outcome.trace,
          replay: replayCommand(world, outcome.trace),
        }),
      })),
      goals: outcome.sample.goals,
      timing: { seconds: Number(outcome.sample.seconds.toFixed(3)) },
    }),
  }
}
