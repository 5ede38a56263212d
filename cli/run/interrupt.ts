/**
 * Ctrl-C ends searches, not the command: what was found until then is still told. A second one ends the command. What
 * asks a process to end (SIGTERM) is taken for Ctrl-C.
 */
import { exitCodeFor } from './exit-codes.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Signals that come this close are one: a terminal sends its own to all of a group, and what runs a command passes it on. */
const TOGETHER_MS = 500

/**
 * A flag that Ctrl-C sets, shared with the workers.
 *
 * @param abandon called before a second Ctrl-C ends the process, to take away what would be left half done
 * @returns `forget` gives Ctrl-C back its usual meaning, unless it came: then what was found is still to be told
 */
export function onInterrupt(abandon: () => void): { readonly flag: SharedArrayBuffer; readonly forget: () => void } {
  const flag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const interrupted = new Int32Array(flag)
  let first = 0
  const listener = () => {
    if (Atomics.exchange(interrupted, 0, 1) === 0) {
      first = performance.now()
      if (process.stderr.isTTY) process.stderr.write('\nending the searches; Ctrl-C again ends at once\n')
    } else if (performance.now() - first > TOGETHER_MS) {
      abandon()
      process.exit(exitCodeFor(['interrupted']))
    }
  }
  for (const signal of SIGNALS) process.on(signal, listener)
  return {
    flag,
    forget: () => {
      if (Atomics.load(interrupted, 0) === 1) return
      for (const signal of SIGNALS) process.off(signal, listener)
    },
  }
}
