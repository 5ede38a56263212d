/**
 * Searches made side by side: several worlds at once, a progress line, and Ctrl-C.
 */
import { totalmem } from 'node:os'
import { InputError } from '../../checker/declare.ts'
import { removeHalfCheckpoint } from '../../checker/index.ts'
import { showWorld } from '../names/world-name.ts'
import { warn } from '../text/output.ts'
import { aboutWords, bytesWords, count, counted } from '../text/words.ts'
import { onInterrupt } from './interrupt.ts'
import { KeptOutcomes } from './kept-outcomes.ts'
import { runJobs } from './pool.ts'
import { showProgress } from './progress.ts'
import type { Ended, Job, Outcome, SearchProgress, WalkJob, WalkProgress, WalksEnded } from './search/job.ts'

/** Makes searches; outcomes are in the order of the jobs. */
export type Tries = (jobs: readonly Job[]) => Promise<readonly Outcome[]>

/** The share of the machine's memory that all searches together may use, unless an option says otherwise. */
const MEMORY_USED = 0.75

/** Outcomes in the order of `jobs`. @throws InputError when a job asks for something that cannot be */
export const searchSideBySide = async (jobs: readonly Job[], workers: number): Promise<Ended[]> =>
  unrefused(jobs, await trySideBySide(jobs, workers)) as Ended[]

/**
 * As {@link searchSideBySide}, with what is refused among the outcomes.
 *
 * @param first indices into `jobs` in the order in which they start, long ones best first; as listed unless said
 * @param onOutcome told of each outcome once it is there
 */
export async function trySideBySide(
  jobs: readonly Job[],
  workers: number,
  first?: readonly number[],
  onOutcome?: (job: number, outcome: Outcome) => void,
): Promise<Outcome[]> {
  const kept = new KeptOutcomes()
  const outcomes = jobs.map(job => kept.find(job))
  outcomes.forEach((outcome, job) => {
    if (outcome) onOutcome?.(job, outcome)
  })
  const left = (first ?? jobs.map((_, job) => job)).filter(job => outcomes[job] === undefined)
  const made = await searchAll(
    left.map(job => jobs[job]!),
    workers,
    (index, outcome) => {
      kept.add(jobs[left[index]!]!, outcome)
      onOutcome?.(left[index]!, outcome)
    },
  )
  kept.end()
  left.forEach((job, index) => {
    outcomes[job] = made[index]!
  })
  return outcomes as Outcome[]
}

/** Outcomes in the order of `jobs`, in which they start. */
async function searchAll(
  jobs: readonly Job[],
  workers: number,
  onOutcome: (job: number, outcome: Outcome) => void,
): Promise<Outcome[]> {
  if (jobs.length === 0) return []
  const share = Math.floor((totalmem() * MEMORY_USED) / Math.min(workers, jobs.length))
  const running = new Map<number, SearchProgress>()
  return sideBySide<SearchProgress>(
    jobs.map(job => ({ ...job, bounds: { ...job.bounds, bytes: job.bounds.bytes ?? share } })),
    workers,
    (job, progress) => (progress ? running.set(job, progress) : running.delete(job)),
    ended => progressWords(jobs, running, ended),
    onOutcome,
  )
}

/** @throws InputError when one is refused */
export function unrefused(jobs: readonly (Job | WalkJob)[], outcomes: readonly Outcome[]): readonly Outcome[] {
  outcomes.forEach((outcome, index) => {
    if (outcome.kind === 'refused') throw new InputError(`${showWorld(jobs[index]!.world)}: ${outcome.message}`)
  })
  return outcomes
}

/** As {@link searchSideBySide}, for shares of the walks through one world. */
export async function walkSideBySide(
  jobs: readonly WalkJob[],
  workers: number,
  onOutcome?: (job: number, outcome: Outcome) => void,
): Promise<WalksEnded[]> {
  const made = jobs.map(() => 0)
  const all = jobs.reduce((sum, { walks }) => sum + walks.walks, 0)
  const outcomes = await sideBySide<WalkProgress>(
    jobs,
    workers,
    (job, progress) => {
      made[job] = progress ? progress.walks : jobs[job]!.walks.walks
    },
    () => `${count(made.reduce((sum, walks) => sum + walks, 0))} of ${counted(all, 'walk')}`,
    onOutcome,
  )
  return unrefused(jobs, outcomes) as WalksEnded[]
}

/**
 * @param note told how far a job has come, and of its end
 * @param words what the progress line says when so many jobs have ended
 */
async function sideBySide<P extends SearchProgress | WalkProgress>(
  jobs: readonly (Job | WalkJob)[],
  workers: number,
  note: (job: number, progress?: P) => void,
  words: (ended: number) => string,
  onOutcome?: (job: number, outcome: Outcome) => void,
): Promise<Outcome[]> {
  let ended = 0
  const line = showProgress(() => words(ended))
  const { flag, forget } = onInterrupt(() => removeHalves(jobs))
  try {
    const running = {
      workers,
      interrupt: flag,
      onProgress: (job: number, progress: SearchProgress | WalkProgress) => note(job, progress as P),
      onOutcome: (job: number, outcome: Outcome) => {
        note(job)
        ended += 1
        onOutcome?.(job, outcome)
      },
    }
    const outcomes = await runJobs(jobs, running)
    for (const outcome of outcomes) if (outcome.kind === 'failed' && process.env.GMEMCHECK_DEBUG) warn(outcome.stack)
    return outcomes
  } finally {
    line.end()
    forget()
  }
}

/** Checkpoints that were being written; those before them stay, as does what cannot be taken away. */
function removeHalves(jobs: readonly (Job | WalkJob)[]): void {
  for (const job of jobs)
    if ('checkpoint' in job && job.checkpoint) {
      try {
        removeHalfCheckpoint(job.checkpoint.file)
      } catch {
        // The process ends.
      }
    }
}

function progressWords(jobs: readonly Job[], running: ReadonlyMap<number, SearchProgress>, ended: number): string {
  const now = [...running].map(
    ([job, { states, depth, seconds, about, preemptions, spilled }]) =>
      `${showWorld(jobs[job]!.world)}: ${[
        counted(states, 'state'),
        ...(about === undefined ? [] : [aboutWords(states, seconds, about)]),
        `depth ${depth}`,
        ...(preemptions === undefined ? [] : [counted(preemptions, 'preemption')]),
        ...(spilled > 0 ? [`${bytesWords(spilled)} on disk`] : []),
      ].join(', ')}`,
  )
  return [...(jobs.length > 1 ? [`${count(ended)} of ${count(jobs.length)} worlds`] : []), ...now].join('  ')
}
