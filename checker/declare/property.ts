/**
 * Properties: their checks, and when these run. Checks run often: plain arithmetic, no allocation; words are made later.
 */

/**
 * `S` is the scope: shared view under its word, and for signals and returns also the locals and `self` of the thread
 * that took the step. `check` returns 0 where the property stands, else a witness of its own making (1 and up) that
 * `says` turns into words for the state in which it was returned.
 */
interface PropertyBase<S> {
  readonly name: string
  readonly check: (scope: S) => number
  readonly says: (scope: S, witness: number) => string
  /** Names of ghost fields that must be state for this property. */
  readonly ghosts?: readonly string[]
}

/** Must stand in every state in which `holds` is true (default: every state). */
export interface StateProperty<S> extends PropertyBase<S> {
  readonly kind: 'state'
  readonly holds?: (scope: S) => boolean
}

/** Judged after every transition, before signals are cleared. After a `fatal` one the world goes no further. */
export interface SignalProperty<S> extends PropertyBase<S> {
  readonly kind: 'signal'
  readonly fatal?: boolean
  /** The one field it reads, a signal: it is not asked where that was not raised. */
  readonly signal?: string
  /** Names of the operations by whose steps it can be broken; all of them unless said. */
  readonly of?: readonly string[]
}

/** Judged on every transition that ends an operation named in `of`, after its effects, before its locals are zeroed. */
export interface ReturnProperty<S> extends PropertyBase<S> {
  readonly kind: 'return'
  readonly of: readonly string[]
}

/** Broken by a state in which some operation is in flight and none in flight can step. */
export interface StuckProperty {
  readonly kind: 'stuck'
  readonly name: string
  /** Whether a stuck state is passed over, by where its threads wait; those that are idle are not among them. */
  readonly except?: (waiting: readonly Waiting[]) => boolean
}

/** A thread inside a call. */
export interface Waiting {
  readonly thread: number
  readonly operation: string
  /** Dotted path of its control point. */
  readonly at: string
}

/** Broken by a state from which some operation in flight can go on for ever and never end, whatever is chosen. */
export interface ProgressProperty {
  readonly kind: 'progress'
  readonly name: string
}

/** Should be reached by some state; unreached goals are reported, and are no violation. */
export interface Goal<S> {
  readonly kind: 'goal'
  readonly name: string
  readonly reached: (scope: S) => boolean
  readonly ghosts?: readonly string[]
}

// biome-ignore lint/suspicious/noExplicitAny: a property is checked against its own scope where it is written
export type Property<S = any> =
  | StateProperty<S>
  | SignalProperty<S>
  | ReturnProperty<S>
  | StuckProperty
  | ProgressProperty
  | Goal<S>
