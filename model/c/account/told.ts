/**
 * What an account says of each part of a patch, and what it is told to say it by.
 */
import type { SideName } from '../changes/changes.ts'
import type { ItemKind } from '../changes/items.ts'
import type { StatementKind } from '../changes/statements.ts'
import type { BlindSpot, UnknownCall } from '../ir/ir.ts'
import { childOf, type Node } from '../text/grammar.ts'
import type { Offsets } from './relocated.ts'

export type Class = 'judged' | 'same' | 'neutral' | 'unreferenced' | 'assertion' | 'outside' | 'not judged'

export interface Accounted {
  readonly side: SideName
  readonly file: string
  /** From 1, in the file of that side. */
  readonly line: number
  readonly kind: StatementKind | ItemKind | 'file' | 'part'
  /** The C function it stands in; else what it is. */
  readonly name: string
  readonly inFunction: boolean
  /** In one line, shortened. */
  readonly text: string
  readonly class: Class
  /** Why it was not judged, or need not be. */
  readonly why?: string
  /** It counts as judged only if leaving it out makes a difference that somebody sees; offsets in the file. */
  readonly unless?: Unless
  /** For which numbers it comes out otherwise than before; it counts as judged only if some world is not as before. */
  readonly otherwise?: string
  /** It is one of an `#if`, or tells of one. */
  readonly isConditional?: true
  /** The configuration without which it is not compiled, where that is not the usual one: `CONFIG_NUMA=n`. */
  readonly configuration?: string
}

interface Unless extends Offsets {
  /** The difference must be a broken promise: else this is why the statement is not judged. */
  readonly breaking?: string
}

/** What comes of a statement. */
export type ToldClass = Pick<Accounted, 'class' | 'why' | 'unless' | 'otherwise'>

/** Evidence about the code of one side of a patch. */
export interface Evidence {
  /** Why nothing of a function runs; nothing where it does. */
  readonly idle: (file: string, fn: string) => string | undefined
  /** Whether the model of some design stands for the function: then something outside the text may call it. */
  readonly isModelled: (fn: string) => boolean
  /** Whether any searched world came to a mark: of a statement 'ran', of a condition one of its outcomes. */
  readonly came: (file: string, at: Offsets, outcome: 'ran' | 'yes' | 'no') => boolean
  /** Whether it came there while a lock was held that must not sleep. */
  readonly cameAtomic: (file: string, at: Offsets) => boolean
  /** Text that makes no difference to the model. */
  readonly blind: (file: string) => readonly BlindSpot[]
  /** Calls that nothing names. */
  readonly unknown: (file: string) => readonly UnknownCall[]
  /** Whether a value that the statement sets, or what the condition decides, reaches anything that the model sees. */
  readonly matters: (file: string, at: Offsets, kind: 'value' | 'decision') => boolean
}

/** The meaning of calls that are judged in no world. */
export interface Tables {
  readonly isPrinting: (name: string) => boolean
  /** It evaluates its arguments whatever is configured, and each time. */
  readonly alwaysPrints: (name: string) => boolean
  readonly isRescheduling: (name: string) => boolean
  readonly isAssertion: (name: string) => boolean
  readonly isEvaluated: (name: string) => boolean
  /** An assertion that is compiled for debugging only. */
  readonly isDebugging: (name: string) => boolean
  /** A macro that assigns. */
  readonly isStore: (name: string) => boolean
  /** A type in the one way in which types are compared: of numbers the width and the sign. */
  readonly plainType: (type: string) => string
  /** The number that a constant stands for in the model; nothing where it has none. */
  readonly numberOf: (name: string) => number | undefined
  /** Of what it is a multiple, as C spells it; 1 where that is not known. */
  readonly unitOf: (thing: string) => number
  /** A call that only asks. */
  readonly isQuestion: (name: string) => boolean
  /** A call that is 0 for each address of an object: it asks whether a pointer is an error. */
  readonly isErrorOf: (name: string) => boolean
  /** A macro that sets what it is given. */
  readonly sets: (name: string) => boolean
}

export interface Sides<T> {
  readonly before: T
  readonly after: T
}

export const notJudged = (why: string): ToldClass => ({ class: 'not judged', why })

export const NEVER = 'no world came there'

/** The function that an expression calls. */
export const calledBy = (node: Node | undefined): string | undefined =>
  node?.type === 'call_expression' ? childOf(node, 'function')!.text : undefined
