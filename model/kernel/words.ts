/**
 * The few words in which operations are written: `kernel` for what all threads share, `call` for arguments and locals.
 */
import type { Kernel } from './state/state.ts'

export { operation } from '../../checker/operation.ts'

/** The argument of a guard or effect of the model. */
export interface Scope<Local extends string = never> {
  readonly kernel: Kernel
  /** Arguments and locals of the operation and its fragments: `page`, `split.i` … */
  readonly call: Record<Local, number>
  /** The thread that runs it, from 0. */
  readonly self: number
}

/** The names of the two views in the engine. */
export const words = { shared: 'kernel', locals: 'call' } as const

/** The code goes on, one step to the next point where another thread may run. */
export type Step = { type: 'step' }
/** An allocation fails here. */
export type Enomem = { type: 'enomem' }
/** Memory of user space is not there. */
export type Efault = { type: 'efault' }
