/**
 * One line on a terminal's standard error while something takes longer than a second; nothing anywhere else.
 */

const PATIENCE_MS = 1000
const INTERVAL_MS = 200

export interface ProgressLine {
  /** Removes the line. */
  readonly end: () => void
}

/** Draws what `line` says, again and again. */
export function showProgress(line: () => string): ProgressLine {
  if (!process.stderr.isTTY) return { end: () => {} }
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
