/**
 * Jobs run side by side in worker threads; outcomes do not depend on the number of threads.
 */
import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { endsTooEarly, throwsLate } from '../proposals/running.ts'
import type { Job, Outcome, SearchProgress, WalkJob, WalkProgress, WorkerJob, WorkerMessage } from './search/job.ts'

interface Running {
  /** Threads at work, at most. */
  readonly workers: number
  readonly interrupt: SharedArrayBuffer
  /** How long files of others may go on after Ctrl-C, which they need not look at. */
  readonly patienceMs?: number
  /** Index of the job, from 0, and how far it has come. */
  readonly onProgress?: (job: number, progress: SearchProgress | WalkProgress) => void
  readonly onOutcome?: (job: number, outcome: Outcome) => void
}

/** Workers wait for other jobs: what they have loaded, compiled and read of C serves those, too. They end with the process. */
const idle: Worker[] = []

const PATIENCE_MS = 10_000

/** How often Ctrl-C is looked for where files of others run. */
const LOOK_MS = 100

/** A worker waits only if its searches took no more than so many bytes. */
const LIGHT = 2 ** 26

/** Outcomes in the order of `jobs`, in which they start. @throws what `onOutcome` throws, once all searches are stopped */
export async function runJobs(jobs: readonly (Job | WalkJob)[], running: Running): Promise<Outcome[]> {
  const outcomes: Outcome[] = jobs.map(() => ({ kind: 'not-run' }))
  const waiting = [...jobs.keys()]
  const busy = new Set<Worker>()
  let isGivenUp = false
  const interrupted = new Int32Array(running.interrupt)
  const next = () => (Atomics.load(interrupted, 0) === 1 ? undefined : waiting.shift())

  async function work(): Promise<void> {
    let worker: Worker | undefined
    for (let index = next(); index !== undefined; index = next()) {
      worker ??= idle.pop() ?? startWorker()
      worker.ref()
      busy.add(worker)
      const job = index
      const asked = { job: jobs[job]!, interrupt: running.interrupt }
      const outcome = await runIn(worker, asked, progress => running.onProgress?.(job, progress), running.patienceMs)
      if (isGivenUp) return
      outcomes[job] = outcome
      running.onOutcome?.(job, outcome)
      if (isSpent(jobs[job]!, outcome)) {
        busy.delete(worker)
        await worker.terminate()
        worker = undefined
      }
    }
    if (!worker) return
    worker.unref()
    busy.delete(worker)
    idle.push(worker)
  }

  try {
    await Promise.all(Array.from({ length: Math.min(running.workers, jobs.length) }, work))
  } catch (error) {
    // Who asked cannot take an outcome: the searches of the others would keep the process from its end.
    isGivenUp = true
    waiting.length = 0
    await Promise.all([...busy].map(worker => worker.terminate()))
    throw error
  }
  return outcomes
}

/**
 * Whether the next job needs a fresh worker: this one may have died, or has much memory, or has loaded files that may be
 * others when they are loaded again.
 */
const isSpent = (job: Job | WalkJob, outcome: Outcome): boolean =>
  outcome.kind === 'failed' ||
  (outcome.kind === 'judged' && outcome.result.memory > LIGHT) ||
  ('proposals' in job && job.proposals !== undefined)

/**
 * How V8 optimises functions: when they have run three times as much as it waits for unless said, and with less than half of
 * what it would put into them of others. Each world runs code that others do not: a third of the time went to optimise what
 * ended soon after.
 */
const OPTIMISING = ['--interrupt-budget=400000', '--max-inlined-bytecode-size-cumulative=400']

function startWorker(): Worker {
  for (const flag of OPTIMISING) setFlagsFromString(flag)
  const built = import.meta.url.endsWith('.ts') ? '../../dist/cli/run/worker.js' : './worker.js'
  return new Worker(new URL(built, import.meta.url))
}

function runIn(
  worker: Worker,
  asked: WorkerJob,
  onProgress: (progress: SearchProgress | WalkProgress) => void,
  patienceMs = PATIENCE_MS,
): Promise<Outcome> {
  const { proposals } = asked.job
  return new Promise(resolve => {
    const onMessage = (message: WorkerMessage) => {
      if (message.kind === 'progress') onProgress(message.progress)
      else settle(message)
    }
    const onError = (error: Error) =>
      proposals
        ? settle({ kind: 'refused', message: throwsLate(proposals, error) })
        : settle({ kind: 'failed', message: error.message, stack: error.stack ?? error.message })
    const onExit = (code: number) =>
      proposals
        ? settle({ kind: 'refused', message: endsTooEarly(proposals) })
        : onError(new Error(`the worker thread ended with code ${code}`))
    const stopWaiting = proposals
      ? onceInterrupted(asked.interrupt, patienceMs, () => settle({ kind: 'not-run' }))
      : () => {}
    const settle = (outcome: Outcome) => {
      stopWaiting()
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      resolve(outcome)
    }
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
    worker.postMessage(asked)
  })
}

/** Calls `then` so long after Ctrl-C. @returns takes that back */
function onceInterrupted(interrupt: SharedArrayBuffer, afterMs: number, then: () => void): () => void {
  const interrupted = new Int32Array(interrupt)
  let since: number | undefined
  const timer = setInterval(() => {
    if (Atomics.load(interrupted, 0) === 0) return
    since ??= performance.now()
    if (performance.now() - since >= afterMs) then()
  }, LOOK_MS)
  return () => clearInterval(timer)
}
