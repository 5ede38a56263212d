/**
 * A function as blocks of local computation between events: calls, and writes of what others may see.
 */
import type { Term } from './term.ts'

export interface Program {
  readonly blocks: readonly ProgramBlock[]
  /** TermByLocal that hold the arguments, in order, with their types. */
  readonly params: readonly { readonly local: string; readonly type: string }[]
}

export interface ProgramBlock {
  readonly ops: readonly ProgramOp[]
  readonly exit: ProgramExit
}

export type ProgramOp =
  | { readonly kind: 'set'; readonly local: string; readonly value: ProgramValue; readonly type?: string }
  | Event

/** What others may see, or may change. Behind it memory is another. */
export interface Event {
  readonly kind: 'event'
  readonly name: string
  readonly args: readonly ProgramValue[]
  /** TermByLocal that it gives a value, with their types. */
  readonly gives: readonly { readonly local: string; readonly type?: string }[]
  /** Nothing happens: a loop begins a round. */
  readonly isRound?: true
}

export type ProgramExit =
  | { readonly kind: 'jump'; readonly to: number }
  | { readonly kind: 'branch'; readonly on: ProgramValue; readonly yes: number; readonly no: number }
  | { readonly kind: 'return'; readonly value?: ProgramValue }
  | { readonly kind: 'stop' }

export type ProgramValue =
  | { readonly kind: 'local'; readonly local: string }
  | { readonly kind: 'term'; readonly term: Term }
  | { readonly kind: 'apply'; readonly op: string; readonly args: readonly ProgramValue[]; readonly type?: string }
  /** What memory says now. */
  | { readonly kind: 'read'; readonly op: string; readonly args: readonly ProgramValue[]; readonly type?: string }
  | { readonly kind: 'converted'; readonly value: ProgramValue; readonly type: string }
  | { readonly kind: 'truth'; readonly value: ProgramValue }
