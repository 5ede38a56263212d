/**
 * Ctrl-C ends searches, not the command: what was found until then is still told. A second one ends the command. What
 * asks a process to end (SIGTERM) is taken for Ctrl-C.
 */
import { exitCodeFor } from './exit-codes.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** A flag that Ctrl-C sets, shared with the workers. `forget` gives Ctrl-C back its usual meaning. */
export function onInterrupt(): { readonly flag: SharedArrayBuffer; readonly forget: () => void } {
  const flag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const interrupted = new Int32Array(flag)
  const listener = () => {
    if (Atomics.exchange(interrupted, 0, 1) === 1) process.exit(exitCodeFor(['interrupted']))
    if (process.stderr.isTTY) process.stderr.write('\nending the searches; Ctrl-C again ends at once\n')
  }
  for (const signal of SIGNALS) process.on(signal, listener)
  return {
    flag,
    forget: () => {
      for (const signal of SIGNALS) process.off(signal, listener)
    },
  }
}
