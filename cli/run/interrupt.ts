/**
 * Ctrl-C ends searches, not the command: what was found until then is still told. A second one ends the command. What
 * asks a process to end (SIGTERM) is taken for Ctrl-C.
 */
import { beforeOthersRun } from '../proposals/running.ts'
import { exitCodeFor } from './exit-codes.ts'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Signals that come this close are one: a terminal sends its own to all of a group, and what runs a command passes it on. */
const TOGETHER_MS = 500

/** Set by Ctrl-C, and shared with the workers: one flag, for a command may search in several rounds. */
const flag = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
const interrupted = new Int32Array(flag)
let first = 0

/** What the searches that run would leave half done, and how to take it away. */
const running = new Set<() => void>()

let isEnding = false

// Code of others in this thread may never come to its end, and no listener is called until it does: signals end the process.
beforeOthersRun(() => {
  for (const signal of SIGNALS) process.off(signal, onSignal)
  return () => {
    if (running.size > 0 || isInterrupted()) listen()
  }
})

/** Whether Ctrl-C came: for what goes on long without a search. */
export const isInterrupted = (): boolean => Atomics.load(interrupted, 0) === 1

/** Whether a second Ctrl-C ends the process. */
export const endsAtOnce = (): boolean => isEnding

/**
 * The flag that Ctrl-C sets.
 *
 * @param abandon called before a second Ctrl-C ends the process, to take away what would be left half done
 * @returns `forget` gives Ctrl-C back its usual meaning, unless it came: then what was found is still to be told
 */
export function onInterrupt(abandon: () => void): { readonly flag: SharedArrayBuffer; readonly forget: () => void } {
  listen()
  running.add(abandon)
  return {
    flag,
    forget: () => {
      running.delete(abandon)
      if (!isInterrupted()) listenNoMore()
    },
  }
}

/**
 * For a command that searches: from its beginning to its end Ctrl-C ends its searches, those that are still to come as well, so
 * that its answer says what is missing.
 */
export const endSearchesOnInterrupt = (): void => {
  onInterrupt(() => {})
}

/** Of a program that goes on: what was found is told, and Ctrl-C means again what it meant before. */
export function answered(): void {
  if (running.size > 0) return
  listenNoMore()
  Atomics.store(interrupted, 0, 0)
}

function listen(): void {
  for (const signal of SIGNALS) if (!process.listeners(signal).includes(onSignal)) process.on(signal, onSignal)
}

/** Unless other searches run. */
function listenNoMore(): void {
  if (running.size === 0) for (const signal of SIGNALS) process.off(signal, onSignal)
}

function onSignal(): void {
  if (Atomics.exchange(interrupted, 0, 1) === 0) {
    first = performance.now()
    if (process.stderr.isTTY) process.stderr.write('\nending the searches; Ctrl-C again ends at once\n')
  } else if (performance.now() - first > TOGETHER_MS) {
    try {
      for (const abandon of running) abandon()
    } finally {
      isEnding = true
      process.exit(exitCodeFor(['interrupted']))
    }
  }
}
