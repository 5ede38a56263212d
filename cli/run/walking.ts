/**
 * Random walks through one world, shared out among threads: the same whatever their number.
 */
import { BATCH, together } from '../../checker/index.ts'
import type { WalkJob, WalksEnded } from '../search/job.ts'
import { BROKEN, CUT, type ExitCode, INTERNAL } from './exit-codes.ts'
import { walkSideBySide } from './side-by-side.ts'

/** What all threads together saw, and how the command ends: nothing is proved when nothing is found. */
export async function walk(
  job: WalkJob,
  workers: number,
): Promise<{ readonly outcome: WalksEnded; readonly exitCode: ExitCode }> {
  const outcomes = await walkSideBySide(shares(job, workers), workers)
  const failed = outcomes.find(({ kind }) => kind === 'failed')
  if (failed) return { outcome: failed, exitCode: INTERNAL }
  const samples = outcomes.flatMap(outcome => (outcome.kind === 'walked' ? [outcome.sample] : []))
  if (samples.length === 0) return { outcome: { kind: 'not-run' }, exitCode: CUT }
  const sample = together(samples)
  const broken = sample.judgements.some(({ outcome }) => outcome.verdict === 'violated')
  return { outcome: { kind: 'walked', sample }, exitCode: broken ? BROKEN : CUT }
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
