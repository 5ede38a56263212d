/**
 * A seam: the place where an extracted function meets hand-written ones.
 */
import type { Cell } from '../../../checker/declare.ts'

/** The argument of guards and effects of the machines around: the locals of the call, and more. */
export interface Calling {
  readonly call: Record<string, number>
}

export interface Seam<S> {
  /** The C function, as known code calls it. */
  readonly fn: string
  /** Where a file has such a table, the function is the one that this member of it names. */
  readonly entry?: { readonly struct: string; readonly members: readonly string[] }
  /** Nobody calls it in a file that calls one of these whatever its conditions are, and why. */
  readonly unless?: { readonly calls: readonly string[]; readonly why: string }
  readonly at: SeamCut
  /** The function's parameters, by the names that known code gives them, in its order. */
  readonly given: Readonly<Record<string, (scope: S) => number>>
  /** By the same names: the types by which parameters of other names are told. */
  readonly types?: Readonly<Record<string, readonly string[]>>
  /** What a parameter is given that has none of these names and types. */
  readonly otherwise?: (type: string) => ((scope: S) => number) | undefined
  /**
   * Takes the result, 0 for void; where it has no parameter for it, nobody looks at the result.
   *
   * @param behind the number that was left behind a parameter that points at one, by its name; nothing where there is none
   */
  readonly leave: (scope: S, result: number, behind: (param: string) => number | undefined) => void
  /** By callee or effect: what else a call of the extracted code does, where the model notes more than the C does. */
  readonly also?: Readonly<Record<string, (scope: S) => void>>
  /** By callee: what a call leaves as it was, since the machine around does it. Asked before the call, the answer puts it back. */
  readonly keeps?: Readonly<Record<string, (scope: S) => () => void>>
  /** Calls of the extracted code, by callee, that are part of the step before them, and succeed. */
  readonly joins?: readonly string[]
  /** Locals in which the model keeps what it noted, until the function is left. */
  readonly notes?: Readonly<Record<string, Cell>>
}

/**
 * Where the hand-written states of the function stand: in the state that declares a local no other state declares (but in
 * the machine excepted, which asks the function for something else), or in one operation, by the id of its machine. They
 * are all of its states, or those from one up to another, which follows the function.
 */
export interface SeamCut {
  readonly in: { readonly local: string; readonly except?: string } | { readonly machine: string }
  readonly between?: {
    readonly from: string
    readonly to: string
    /** Where it goes instead when the result says so. */
    readonly instead?: { readonly when: (result: number) => boolean; readonly to: string }
  }
}

/** A pointer to the one object of its kind that a world has. */
export const theOne = (): number => 1
