/**
 * Whether a call that takes long can be interrupted, and stops when it is.
 *
 * Source: signal_pending(), include/linux/sched/signal.h.
 */
import { INTERRUPTED, type Kernel, MOST_ASKED, WENT_ON } from './state.ts'

/** Finds none. */
export const lookForSignals = (kernel: Kernel, self: number): void => {
  if (kernel.signalsAsked[self]! < MOST_ASKED) kernel.signalsAsked[self]! += 1
}

export const findSignal = (kernel: Kernel, self: number): void => {
  if (kernel.signalsAsked[self] !== WENT_ON) kernel.signalsAsked[self] = INTERRUPTED
}

/** The call has found one since it began. */
export const hasFoundSignal = (kernel: Kernel, self: number): boolean =>
  kernel.signalsAsked[self] === INTERRUPTED || kernel.signalsAsked[self] === WENT_ON

/** The call takes a folio to work on. */
export const goOn = (kernel: Kernel, self: number): void => {
  if (kernel.signalsAsked[self] === INTERRUPTED) kernel.signalsAsked[self] = WENT_ON
}

/** The call has looked for signals as often as it did something slow. */
export const canBeInterrupted = (kernel: Kernel, self: number, times: number): boolean =>
  kernel.signalsAsked[self]! >= Math.min(MOST_ASKED, times)
