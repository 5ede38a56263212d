/**
 * Random walks through one world, in parts: the same whatever their number.
 */
import { BATCH, together } from '../../checker/index.ts'
import { type ExitCode, exitCodeFor, reasonIf } from './exit-codes.ts'
import type { WalkJob, WalksEnded } from './search/job.ts'

/** All walks together, and how the command ends: nothing is proved when nothing is found. */
export function walked(outcomes: readonly WalksEnded[]): { readonly outcome: WalksEnded; readonly exitCode: ExitCode } {
  const outcome = togetherOf(outcomes)
  const broken = outcome.kind === 'walked' && outcome.sample.judgements.some(one => one.outcome.verdict === 'violated')
  const interrupted = outcomes.some(one => one.kind === 'not-run' || (one.kind === 'walked' && one.interrupted))
  return {
    outcome,
    exitCode: exitCodeFor([
      ...reasonIf(outcome.kind === 'failed', 'failed'),
      ...reasonIf(interrupted, 'interrupted'),
      ...reasonIf(broken, 'violated'),
      'open',
    ]),
  }
}

function togetherOf(outcomes: readonly WalksEnded[]): WalksEnded {
  const failed = outcomes.find(({ kind }) => kind === 'failed')
  const walked = outcomes.flatMap(outcome => (outcome.kind === 'walked' ? [outcome] : []))
  if (failed || walked.length === 0) return failed ?? { kind: 'not-run' }
  const interrupted = walked.some(one => one.interrupted)
  return { kind: 'walked', sample: together(walked.map(({ sample }) => sample)), interrupted }
}

/** So many jobs at most that make the walks together: whole batches, as even as can be. */
export function partsOf({ walks: asked, ...job }: WalkJob, most: number): WalkJob[] {
  const batches = Math.ceil(asked.walks / BATCH)
  const each = Math.ceil(batches / most) * BATCH
  return Array.from({ length: Math.ceil(asked.walks / each) }, (_, index) => {
    const first = index * each
    return { ...job, walks: { ...asked, first, walks: Math.min(each, asked.walks - first) } }
  })
}
