/**
 * Promises: what must hold, in words and as a check. `spec/judging/properties.ts` hands the checks to the engine.
 */
import type { Kernel } from '../model/kernel/state/state.ts'

/** The state a promise is judged on; for signals and contracts also the call that took the step. */
export interface Seen {
  readonly kernel: Kernel
  /** Arguments and locals of the call that raised the signal or returns. */
  readonly call: Readonly<Record<string, number>>
  /** Its thread, from 0. */
  readonly self: number
}

/** When an invariant must hold, with the words for it. */
export interface When {
  readonly words: string
  readonly when: (seen: Seen) => boolean
  /** A field that some worlds do not have (its length is 0): `when` is false in all of their states. */
  readonly needs?: keyof Kernel & string
}

/** The things over which a check is repeated; the index goes from 0. */
export type Each = 'page' | 'frame' | 'hugepage' | 'vm' | 'thread' | 'world'

/** The worst that can follow where a promise is broken; from the worst. */
export const severities = [
  /** Memory of a guest is leaked, or overwritten. */
  'guest memory',
  /** Something is used that is free, or is about to be. */
  'use after free',
  'BUG',
  /** Threads wait for each other, or for what nobody does. */
  'deadlock',
  'WARN',
  'wrong result',
] as const
export type Severity = (typeof severities)[number]

interface Stated {
  /** Kebab-case, as reports spell it. */
  readonly name: string
  /** One sentence. */
  readonly statement: string
  /** The source of the promise: a file and function, or a message of the list. */
  readonly source: string
  /** Fields of the model that only this promise and a few others read. A trace that breaks the promise shows them. */
  readonly ghosts?: readonly (keyof Kernel & string)[]
  /** Other fields that traces leave out unless they break this promise. */
  readonly shows?: readonly (keyof Kernel & string)[]
}

interface MustHold extends Stated {
  readonly severity: Severity
}

/** Holds in every state in which `holds` is true. */
export interface Invariant extends MustHold {
  readonly kind: 'invariant'
  readonly holds: When
  readonly each: Each
  readonly broken: (seen: Seen, index: number) => boolean
  readonly says: (index: number, seen: Seen) => string
}

/** A WARN, a BUG or a misuse that no step may raise. */
export interface Never extends MustHold {
  readonly kind: 'never'
  readonly signal: keyof Kernel & string
  /** The kernel stops there: the world goes no further. */
  readonly fatal?: boolean
  /** The model's numbers are smaller than the kernel's: what it does behind this the kernel does after ages, or never. */
  readonly beyond?: boolean
  /** `value` is what the signal carries, less 1. */
  readonly says: (value: number) => string
}

/** Holds when an operation returns. */
export interface Contract extends MustHold {
  readonly kind: 'contract'
  /** Names of the operations it binds. */
  readonly of: readonly string[]
  /** It is judged in worlds of one thread only: others may stand against what the call asks for. */
  readonly alone?: true
  readonly each: Each
  readonly broken: (seen: Seen, index: number) => boolean
  readonly says: (index: number, seen: Seen) => string
}

/** No operation in flight waits for ever. */
export interface NothingStuck extends MustHold {
  readonly kind: 'stuck'
}

/** From every state each operation in flight can still come to its end. */
export interface Ends extends MustHold {
  readonly kind: 'progress'
}

/** Something that must be possible, so that promises are not kept by doing nothing. */
export interface Reachable extends Stated {
  readonly kind: 'goal'
  readonly reached: (seen: Seen) => boolean
}

export type Promised = Invariant | Never | Contract | NothingStuck | Ends
