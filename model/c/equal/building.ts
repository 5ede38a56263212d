/**
 * A program that is being made of C.
 */
import type { Node } from '../text/grammar.ts'
import type { PlainNames } from './names.ts'
import type { Event, ProgramValue } from './program.ts'

/** A variable of the C, under a name of its own. */
export interface Variable {
  readonly name: string
  readonly type?: string
  /** Its address is taken, or it is a struct or a row: others may change it. */
  readonly inMemory: boolean
}

export interface Building {
  readonly names: PlainNames
  /** A block that is still to be entered. */
  readonly block: () => number
  readonly enter: (block: number) => void
  readonly here: () => number
  readonly jump: (to: number) => void
  readonly branch: (on: ProgramValue, yes: number, no: number) => void
  readonly stop: () => void
  readonly set: (local: string, value: ProgramValue, type?: string) => void
  readonly event: (name: string, args: readonly ProgramValue[], gives?: Event['gives']) => void
  /** Nothing that the code does writes the field. */
  readonly isStable: (field: string) => boolean
  /** Somebody gives the variable a value that nobody knows. */
  readonly give: (local: string, type?: string) => void
  readonly temporary: () => string
  readonly local: (name: string) => Variable | undefined
  readonly isFunction: (name: string) => boolean
  readonly isMacro: (name: string) => boolean
  /** The function is part of what is compared. */
  readonly isInlined: (name: string) => boolean
  readonly inlineFunction: (node: Node, name: string, args: readonly ProgramValue[]) => ProgramValue
  readonly inlineText: (
    node: Node,
    made: { readonly parameters: readonly string[]; readonly text: string },
    args: readonly ProgramValue[],
  ) => ProgramValue
  /** Of what a function returns. */
  readonly typeOf: (fn: string) => string | undefined
  /** A type in the one way in which it is compared. */
  readonly plain: (type: string) => string
  readonly typeIn: (value: ProgramValue) => string | undefined
  /** @throws Unreadable */
  readonly refuse: (node: Node) => never
}

/** A field that keeps its value everywhere else is written. */
export class StableWritten extends Error {
  override readonly name = 'StableWritten'
  readonly field: string

  constructor(field: string) {
    super(`${field} is written`)
    this.field = field
  }
}

/** Code of a kind that is not compared. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}
