/**
 * A worker thread: makes one search after another, so that the main thread stays free for Ctrl-C and progress.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { InputError } from '../checker/errors.ts'
import type { Code, Job, Message, Progress, WorkerData } from './job.ts'
import { type Built, judge } from './judge.ts'

const port = parentPort!
const interrupt = new Int32Array((workerData as WorkerData).interrupt)
const tell = (message: Message) => port.postMessage(message)

port.on('message', async (job: Job) => {
  try {
    const hooks = {
      interrupted: () => Atomics.load(interrupt, 0) === 1,
      onProgress: (progress: Progress) => tell({ kind: 'progress', progress }),
    }
    const result = judge(job, hooks, job.code && (await worldWith(job.code)))
    tell({ kind: 'judged', result })
  } catch (error) {
    tell(told(error))
  }
})

/** The front end is only loaded for worlds that run C. */
async function worldWith(code: Code) {
  const { parsed, withCode } = await import('./with-code.ts')
  const files = await parsed(code.sources)
  return (built: Built) => withCode(built, files, code.functions).system
}

function told(error: unknown): Message {
  if (error instanceof InputError) return { kind: 'refused', message: error.message }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'failed', message, stack: stack ?? message }
}
