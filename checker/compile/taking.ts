/**
 * What takes the steps of a world on a working vector, and what its code is given.
 */
import type { Row } from '../declare/layout.ts'
import type { MakeSteps } from './flat-code.ts'
import type { Steps } from './generate.ts'
import type { Copies } from './vector/copies.ts'
import type { Trap } from './vector/rows.ts'

/** Told of every step while the working vector shows what the step made of the state. */
export interface Sink {
  /** The step of `scope.self` at event `event` is done; the sink puts the vector back. */
  emit(event: number): void
  /** Locals are about to be zeroed; `returning` is 0, or 1 + the index of the operation that ends. */
  settle(returning: number): void
}

/** The argument of guards, effects and checks: one object, its thread changed in place. */
export interface AnyScope {
  self: number
  readonly [word: string]: unknown
}

/** What the code of a world is given. */
export interface Runtime extends Sink {
  readonly B: Uint8Array
  readonly C: Uint16Array
  readonly fired: Uint8Array
  readonly trap: Trap
  /** An error of a guard or an effect, with the step in which it was thrown. */
  readonly located: (error: unknown) => unknown
  readonly copies: Copies
  readonly steps: readonly (Steps & { readonly make: MakeSteps })[]
}

export interface Taking {
  readonly scope: AnyScope
  /** Rows of the shared state, in the order of the fields. */
  readonly rows: readonly Row[]
  /** To be called whenever somebody else has changed the vector. */
  renew(): void
  /** The same, where only the word changed that begins at this byte. */
  renewWord(at: number): void
  /** Takes every possible step. 0: no operation in flight, 1: one that is can step, 2: none that is can step. */
  expand(): 0 | 1 | 2
  /** Takes the steps of one thread, where steps are watched. @returns whether it is inside a call and can step */
  readonly alone: ((thread: number) => boolean) | undefined
  /** Lets the scope show the locals of a thread. */
  enter(thread: number): void
  /** Lets the scope show no thread: locals read 0. */
  leave(): void
}
