/**
 * Jobs run side by side in worker threads; what comes back does not depend on how many there are.
 */
import { Worker } from 'node:worker_threads'
import type { Job, Outcome, SearchProgress, WalkJob, WalkProgress, WorkerData, WorkerMessage } from '../search/job.ts'

export interface Running {
  /** Threads at work, at most. */
  readonly workers: number
  readonly interrupt: SharedArrayBuffer
  /** Index of the job, from 0, and how far it has come. */
  readonly onProgress?: (job: number, progress: SearchProgress | WalkProgress) => void
  readonly onOutcome?: (job: number, outcome: Outcome) => void
}

/** Outcomes in the order of `jobs`, in which they start. */
export async function runJobs(jobs: readonly (Job | WalkJob)[], running: Running): Promise<Outcome[]> {
  const outcomes: Outcome[] = jobs.map(() => ({ kind: 'not-run' }))
  const waiting = [...jobs.keys()]
  const interrupted = new Int32Array(running.interrupt)
  const next = () => (Atomics.load(interrupted, 0) === 1 ? undefined : waiting.shift())

  async function work(): Promise<void> {
    let worker: Worker | undefined
    for (let index = next(); index !== undefined; index = next()) {
      worker ??= startWorker(running.interrupt)
      const job = index
      const outcome = await runIn(worker, jobs[job]!, progress => running.onProgress?.(job, progress))
      outcomes[job] = outcome
      running.onOutcome?.(job, outcome)
      // A worker that failed may have died of it: the next job gets a fresh one.
      if (outcome.kind === 'failed') {
        await worker.terminate()
        worker = undefined
      }
    }
    await worker?.terminate()
  }

  await Promise.all(Array.from({ length: Math.min(running.workers, jobs.length) }, work))
  return outcomes
}

function startWorker(interrupt: SharedArrayBuffer): Worker {
  const built = import.meta.url.endsWith('.ts') ? '../../dist/cli/run/worker.js' : './worker.js'
  const workerData: WorkerData = { interrupt }
  return new Worker(new URL(built, import.meta.url), { workerData })
}

function runIn(
  worker: Worker,
  job: Job | WalkJob,
  onProgress: (progress: SearchProgress | WalkProgress) => void,
): Promise<Outcome> {
  return new Promise(resolve => {
    const onMessage = (message: WorkerMessage) => {
      if (message.kind === 'progress') onProgress(message.progress)
      else settle(message)
    }
    const onError = ({ message, stack }: Error) => settle({ kind: 'failed', message, stack: stack ?? message })
    const onExit = (code: number) => onError(new Error(`the worker thread ended with code ${code}`))
    const settle = (outcome: Outcome) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      resolve(outcome)
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(job)
  })
}
