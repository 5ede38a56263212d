/**
 * Random walks through one world, shared out among threads: the same whatever their number.
 */
import { BATCH, together } from '../../checker/index.ts'
import type { WalkJob, WalksEnded } from '../search/job.ts'
import { type ExitCode, exitCodeFor, reasonIf } from './exit-codes.ts'
import { walkSideBySide } from './side-by-side.ts'

/** The walks of all threads together, and how the command ends: nothing is proved when nothing is found. */
export async function walk(
  job: WalkJob,
  workers: number,
): Promise<{ readonly outcome: WalksEnded; readonly exitCode: ExitCode }> {
  const outcomes = await walkSideBySide(shares(job, workers), workers)
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

/** Whole batches for each worker, as even as can be. */
function shares({ walks: asked, ...job }: WalkJob, workers: number): WalkJob[] {
  const batches = Math.ceil(asked.walks / BATCH)
  const each = Math.ceil(batches / workers) * BATCH
  return Array.from({ length: Math.ceil(asked.walks / each) }, (_, index) => {
    const first = index * each
    return { ...job, walks: { ...asked, first, walks: Math.min(each, asked.walks - first) } }
  })
}
