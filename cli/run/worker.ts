/**
 * A worker thread: makes one search after another, so that the main thread stays free for Ctrl-C and progress.
 */
import { parentPort } from 'node:worker_threads'
import { DomainError, InputError } from '../../checker/declare.ts'
import type { WithCode } from '../../model/patched/machines/with-code.ts'
import type { Job, Judged, SearchProgress, WorkerJob, WorkerMessage } from './search/job.ts'
import { build, type Hooks, judge, walk } from './search/judge.ts'

const port = parentPort!
/** The code of the job. */
let running: WithCode | undefined
const tell = (message: WorkerMessage) => port.postMessage(message)

port.on('message', async ({ job, interrupt }: WorkerJob) => {
  try {
    const flag = new Int32Array(interrupt)
    const interrupted = () => Atomics.load(flag, 0) === 1
    if ('walks' in job) {
      const onProgress = (walks: number) => tell({ kind: 'progress', progress: { walks } })
      const sample = await walk(job, { interrupted, onProgress })
      tell({ kind: 'walked', sample, interrupted: sample.walks < job.walks.walks && interrupted() })
    } else {
      const onProgress = (progress: SearchProgress) => tell({ kind: 'progress', progress })
      const hooks = { interrupted, onProgress }
      tell({ kind: 'judged', ...(await search(job, hooks)) })
    }
  } catch (error) {
    tell(told(error, 'code' in job && job.code !== undefined))
  }
})

/** Code for observations and ways is only loaded by jobs that need it. */
async function search(job: Job, hooks: Hooks): Promise<Omit<Judged, 'kind'>> {
  running = undefined
  let marks: ReturnType<WithCode['marks']> | undefined
  const onCode = (code: WithCode) => {
    running = code
  }
  // Printing a trace runs steps at places that no run reached, and their marks must not count.
  const onSearched = () => {
    marks = running?.marks()
  }
  const found = await searchOnly(job, { ...hooks, onCode, onSearched })
  if (running === undefined || marks === undefined || job.digest) return found
  const { codePoints } = await import('../../model/patched/reached.ts')
  return { ...found, points: codePoints(build(job.world, job.without).scenario, running, found.result), marks }
}

async function searchOnly(job: Job, hooks: Hooks): Promise<Omit<Judged, 'kind'>> {
  if (job.observe !== undefined) return (await import('./search/observe.ts')).lookOn(job, job.observe, hooks)
  if (job.digest) return (await import('./search/digest.ts')).digested(job, hooks)
  if (job.behind !== undefined) return (await import('./search/behind.ts')).lookBehind(job, job.behind, hooks)
  if (job.ways === undefined && job.theseWays === undefined) return { result: await judge(job, hooks) }
  const { collectWays, findNewWays, findTheseWays } = await import('./search/ways.ts')
  if (job.theseWays !== undefined) return findTheseWays(job, job.theseWays, hooks)
  return job.ways === 'all' ? collectWays(job, hooks) : findNewWays(job, job.ways!, hooks)
}

function beyond({ what, step, message }: DomainError): string {
  const place = running?.placeOf(step)
  return place ? `${place.file}:${place.line}: the code goes beyond what the model holds: ${what}` : message
}

/** What C does beyond the model's bounds is not judged; where no C runs it is a fault of ours. @param runsCode whether C runs in the world */
function told(error: unknown, runsCode: boolean): WorkerMessage {
  if (runsCode && error instanceof DomainError) return { kind: 'not-judged', message: beyond(error) }
  if (error instanceof InputError)
    return { kind: 'isNotJudged' in error ? 'not-judged' : 'refused', message: error.message }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'failed', message, stack: stack ?? message }
}
