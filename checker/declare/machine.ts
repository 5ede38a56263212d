/**
 * The argument of guards and effects, and the facts that states declare.
 */
import type { AnyStateMachine } from 'xstate'
import type { Cell } from './layout.ts'

/** The argument of guards and effects. `model/` renames `shared` and `locals` to its own words through `System.words`. */
export interface ScopeOf<Shared, Local extends string> {
  readonly shared: Shared
  readonly locals: Record<Local, number>
  /** The thread that runs it, from 0. */
  readonly self: number
}

/** The locals of a machine or fragment: name to domain. Zeroed when the state that declares them is left. */
export type Locals = Readonly<Record<string, Cell>>

export type Guard<S> = (scope: S) => boolean
export type Effect<S> = (scope: S) => void

/**
 * Facts about a state node, for the compiler and the reader.
 *
 * `fn` is the source function about to run at a control point; of a compound state, the one that its states are the text of.
 * `within` says the same of any state, and of a fragment its name. `locals`, on the root or on a compound state, declares the
 * locals that live while the state is active: those of a fragment have its name before a dot.
 */
export interface Meta {
  readonly fn?: string
  readonly within?: string
  readonly locals?: Locals
}

/** A machine made by `operation()`. */
export type Machine = AnyStateMachine
