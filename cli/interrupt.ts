/**
 * Ctrl-C ends searches, not the command: what was found until then is still told. A second one ends the command.
 */
import { CUT } from './exit-codes.ts'

/** A flag that Ctrl-C sets, shared with the workers. `forget` gives Ctrl-C back its usual meaning. */
export function onInterrupt(): { readonly flag: SharedArrayBuffer; readonly forget: () => void } {
  const flag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const interrupted = new Int32Array(flag)
  const listener = () => {
    if (Atomics.exchange(interrupted, 0, 1) === 1) process.exit(CUT)
    if (process.stderr.isTTY) process.stderr.write('\nending the searches; Ctrl-C again ends at once\n')
  }
  process.on('SIGINT', listener)
  return { flag, forget: () => process.off('SIGINT', listener) }
}
