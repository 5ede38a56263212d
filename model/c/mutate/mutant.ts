/**
 * A mutant: a C function with one small fault put into it.
 */
import type { Node } from '../text/grammar.ts'

/** The kinds of faults, in the order in which they are told. */
export const OPERATORS = [
  'condition forced true',
  'condition forced false',
  'condition negated',
  'comparison moved by one',
  'call dropped',
  'call doubled',
  'lock taken in the other mode',
  'neighbours swapped',
  'store dropped',
  'error swallowed',
  'range moved by one',
  'rounding dropped',
  'arguments exchanged',
  'loop ended early',
] as const

export type Operator = (typeof OPERATORS)[number]

/** Offsets into the text of the file: [start, end) is replaced. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

export interface Mutant {
  readonly operator: Operator
  /** The C function. */
  readonly fn: string
  /** Line of the file, from 1. */
  readonly line: number
  readonly edit: Edit
}

/** The names by which a kind of fault finds its place in C. */
export interface MutantNames {
  /** By the name of a function: the one that takes the same lock in the other mode. */
  readonly otherMode: ReadonlyMap<string, string>
  /** Functions that take or drop one reference. */
  readonly counting: ReadonlySet<string>
  /** Macros and functions that round their first argument. */
  readonly rounding: ReadonlySet<string>
  /** Variables and fields that hold an index, an offset or a length, as a pattern for their last word. */
  readonly ranges: RegExp
}

/** What a node of a function becomes, and by which kind of fault. */
export interface Fault {
  readonly operator: Operator
  readonly node: Node
  readonly text: string
}

export const mutated = (text: string, { start, end, text: by }: Edit): string =>
  text.slice(0, start) + by + text.slice(end)

/** The next node with a name in the grammar that is no comment. */
export function nextOf(node: Node): Node | undefined {
  const next = node.nextNamedSibling ?? undefined
  return next?.type === 'comment' ? nextOf(next) : next
}
