/**
 * A machine as the engine runs it: a list of control points, each with its events and the arms of every event.
 *
 * A point is a leaf of the machine, in document order. An arm is one candidate transition, its chain of `onDone`
 * transitions inlined.
 */
import type { Effect, Guard, Locals } from '../../declare/machine.ts'

export interface Flat {
  readonly operation: string
  readonly points: readonly Point[]
  /** Index into `points`. */
  readonly initial: number
  /** Every local of the machine, with its domain. */
  readonly locals: Locals
  /** Names that a call may set: the locals of the root. */
  readonly arguments: readonly string[]
  /** Sets of locals that one step may touch: no two of a set may share a place. */
  readonly together: readonly (readonly string[])[]
  /** The transitions that can fire, in document order; `Arm.mark` is an index into them. */
  readonly transitions: readonly Transition[]
}

export interface Transition {
  /** Dotted path of the state that declares it. */
  readonly at: string
  /** `done` for an `onDone`. */
  readonly event: string
  readonly candidate: number
}

export interface Point {
  readonly at: string
  readonly fn: string
  /** The source function, or the fragment, whose text it is; '' where the machine does not say. */
  readonly within: string
  /** Locals that are live here. */
  readonly live: readonly string[]
  readonly events: readonly { readonly event: string; readonly arms: readonly Arm[] }[]
}

export interface Arm {
  readonly mark: number
  readonly guard?: Guard<never>
  readonly effects: readonly Effect<never>[]
  readonly leads: Then
}

/** Where an arm leads. `zero` names the locals that die on the way. */
export type Then =
  | { readonly kind: 'point'; readonly point: number; readonly zero: readonly string[] }
  | { readonly kind: 'return'; readonly zero: readonly string[] }
  | { readonly kind: 'choose'; readonly arms: readonly Arm[] }
