/**
 * How far something has come, on standard error: on a terminal one line that is drawn again and again, from the first second
 * on; elsewhere a line every ten seconds, for the log of a job.
 */
import { warn } from '../text/output.ts'

const PATIENCE_MS = 1000
const INTERVAL_MS = 200
const LOG_MS = 10_000

interface ProgressLine {
  /** Removes the line. */
  readonly end: () => void
}

let silent = false

/** From now on nothing is said. */
export function silenceProgress(): void {
  silent = true
}

/** Says what `line` says, again and again. */
export function showProgress(line: () => string): ProgressLine {
  if (silent) return { end: () => {} }
  return process.stderr.isTTY ? draw(line) : log(line)
}

function log(line: () => string): ProgressLine {
  const timer = setInterval(() => warn(`progress: ${line()}`), LOG_MS)
  return { end: () => clearInterval(timer) }
}

function draw(line: () => string): ProgressLine {
  const started = performance.now()
  let drawn = false
  const timer = setInterval(() => {
    if (performance.now() - started < PATIENCE_MS) return
    drawn = true
    process.stderr.write(`\r\x1b[K${line().slice(0, (process.stderr.columns ?? 80) - 1)}`)
  }, INTERVAL_MS)
  return {
    end: () => {
      clearInterval(timer)
      if (drawn) process.stderr.write('\r\x1b[K')
    },
  }
}
