/**
 * Searches made side by side: several worlds at once, a progress line, and Ctrl-C.
 */
import { totalmem } from 'node:os'
import { InputError } from '../checker/errors.ts'
import { onInterrupt } from './interrupt.ts'
import type { Ended, Job, Progress } from './job.ts'
import { runJobs } from './pool.ts'
import { showProgress } from './progress.ts'
import { bytesWords, count, counted } from './reports/words.ts'
import { showWorld } from './world-name.ts'

/** What all searches together may use of the machine's memory when nobody says otherwise. */
const MEMORY_USED = 0.75

/**
 * Outcomes in the order of `jobs`.
 *
 * @param first indices into `jobs` in the order in which they start, long ones best first; as listed unless said
 * @throws InputError when a job asks for something that cannot be
 */
export async function searchSideBySide(
  jobs: readonly Job[],
  workers: number,
  first?: readonly number[],
): Promise<Ended[]> {
  const running = new Map<number, Progress>()
  let ended = 0
  const line = showProgress(() => progressWords(jobs, running, ended))
  const share = Math.floor((totalmem() * MEMORY_USED) / Math.min(workers, jobs.length))
  const { flag, forget } = onInterrupt()
  try {
    const outcomes = await runJobs(
      jobs.map(job => ({ ...job, bounds: { ...job.bounds, bytes: job.bounds.bytes ?? share } })),
      {
        workers,
        interrupt: flag,
        onProgress: (job, progress) => running.set(job, progress),
        onOutcome: job => {
          running.delete(job)
          ended += 1
        },
      },
      first,
    )
    return outcomes.map((outcome, index) => {
      if (outcome.kind === 'failed' && process.env.GMEMCHECK_DEBUG) process.stderr.write(`${outcome.stack}\n`)
      if (outcome.kind === 'refused') throw new InputError(`${showWorld(jobs[index]!.world)}: ${outcome.message}`)
      return outcome
    })
  } finally {
    line.end()
    forget()
  }
}

function progressWords(jobs: readonly Job[], running: ReadonlyMap<number, Progress>, ended: number): string {
  const now = [...running].map(
    ([job, { states, depth, preemptions, spilled }]) =>
      `${showWorld(jobs[job]!.world)}: ${[
        counted(states, 'state'),
        `depth ${depth}`,
        ...(preemptions === undefined ? [] : [counted(preemptions, 'preemption')]),
        ...(spilled > 0 ? [`${bytesWords(spilled)} on disk`] : []),
      ].join(', ')}`,
  )
  return [...(jobs.length > 1 ? [`${count(ended)} of ${count(jobs.length)} worlds`] : []), ...now].join('  ')
}
