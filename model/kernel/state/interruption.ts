/**
 * Whether a call that takes long can be interrupted.
 *
 * Source: signal_pending(), include/linux/sched/signal.h.
 */
import { type Kernel, MOST_ASKED } from './state.ts'

export const lookForSignals = (kernel: Kernel, self: number): void => {
  kernel.signalsAsked[self] = Math.min(MOST_ASKED, kernel.signalsAsked[self]! + 1)
}

/** The call has looked for signals as often as it did something slow. */
export const canBeInterrupted = (kernel: Kernel, self: number, times: number): boolean =>
  kernel.signalsAsked[self]! >= Math.min(MOST_ASKED, times)
