/**
 * A function lowered: blocks of local computation between the calls that others can observe.
 *
 * Nothing in it mentions C any more, but every call and every assumption says where in the C it stands.
 */
import type { Bound, EventValues } from './binding.ts'
import type { Arithmetic } from './types.ts'

export interface Lowered<S = never> {
  readonly name: string
  readonly file: string
  /** Where it begins, from 1. */
  readonly line: number
  /** All locals of the function and of the functions inlined into it. A local is its index here. */
  readonly locals: readonly CLocal[]
  /** Locals that hold the arguments on entry, in the order of the signature. */
  readonly params: readonly Param[]
  /** Local that holds the result when the function returns; absent for void. */
  readonly result?: number
  readonly blocks: readonly Block<S>[]
  readonly entry: number
  readonly sites: readonly Site[]
  readonly marks: readonly CodeMark[]
  readonly blind: readonly BlindSpot[]
  readonly unknown: readonly UnknownCall[]
  /** Shared fields and constants, where the code names them. */
  readonly named: readonly SharedName[]
  /** Which locals statements set; those that nobody names any more are left out. */
  readonly sets: readonly StatementSets[]
  readonly assumptions: readonly Assumption[]
}

export interface Param {
  readonly name: string
  /** As the C spells it, qualifiers left out: `struct list_head **`. */
  readonly type: string
  readonly local: number
  /** For `T *p` to a number: the local that stands for `*p`. */
  readonly pointee?: number
}

export interface CLocal {
  /** Function and variable, joined by a dot; unique. */
  readonly name: string
  readonly type: Arithmetic
}

/** Where something happens: line of the file, from 1, and the chain of calls that leads there, outermost first. */
export interface Site {
  readonly line: number
  /** The C function whose text the line is. */
  readonly within: string
  /** Lines of the calls that were inlined, outermost first. */
  readonly from: readonly number[]
  /** The function that is called there, or the macro. */
  readonly callee: string
  /**
   * Nothing names that function, and what it does is assumed: is it given anything that is shared? Or nothing names what is
   * read, a number or a pointer. Or it is a field that the file brings along and sets later: as its struct was made, unless a
   * run has set it; `counted` where it is read to be counted on, and for nothing else.
   */
  readonly assumed?: 'shared' | 'alone' | 'number' | 'pointer' | 'as made' | 'counted'
}

/** A point that running code reaches: the end of a statement, or an outcome of a condition. Offsets are of the file's text. */
export interface CodeMark {
  readonly start: number
  readonly end: number
  readonly outcome: 'ran' | 'yes' | 'no'
}

/** Text that makes no difference here although it does in the kernel, or may. Offsets are of the file's text. */
export interface BlindSpot {
  readonly start: number
  readonly end: number
  readonly why: string
  /** Only how many values a number can have is not seen. */
  readonly ofWidth?: true
  /** Only what it has beyond a plain one is not seen: an access that is ordered, an allocation that is charged. */
  readonly ofStrength?: true
  /** Only what it is called is not seen: others come to the same here. */
  readonly ofName?: true
  /** How large numbers get is not seen. */
  readonly ofSize?: true
  /** A pointer is followed that may be NULL, and is so in no world. */
  readonly ofNull?: true
  /** It is a call that does nothing here: where it stands, and whether it runs, is not seen. */
  readonly ofCall?: true
}

/** A call that nothing names. Offsets are of the file's text. */
export interface UnknownCall {
  readonly start: number
  readonly end: number
  readonly callee: string
  /** The variable that keeps the result. */
  readonly variable?: string
  /** It is given something that others share, and might change it. */
  readonly reaches: boolean
}

/** `struct->field`, or the name of a number. Offsets are of the file's text. */
export interface SharedName {
  readonly start: number
  readonly end: number
  readonly name: string
}

/** A local that a statement gives a value. Offsets are those of the statement in the file's text. */
export interface StatementSets {
  readonly start: number
  readonly end: number
  readonly local: number
  /** The `set` by which it does; nothing where it is a call that is given the local. */
  readonly of?: number
}

/** The assumptions of the front end. */
export interface Assumption {
  readonly file: string
  readonly line: number
  readonly text: string
  readonly assumed: string
}

export interface Block<S> {
  readonly ops: readonly Op<S>[]
  readonly exit: Exit<S>
}

export type Op<S> =
  /** `of`: see {@link StatementSets}. */
  | { readonly kind: 'set'; readonly to: Target; readonly value: Expr; readonly of?: number }
  /** A question or change that is no control point. Arguments that are targets are handed back. */
  | { readonly kind: 'do'; readonly call: CallSite<S> }
  /** A WARN, a BUG or a lockdep check that fires. */
  | {
      readonly kind: 'warn'
      readonly site: number
      /** As the code spells it; '' where there is none. */
      readonly condition: string
      readonly tested: string
      readonly args: readonly Expr[]
    }
  /** It may sleep here: nothing else happens. */
  | { readonly kind: 'sleep'; readonly site: number }
  /** A declaration without initialiser: from here on, nobody knows the value. */
  | { readonly kind: 'forget'; readonly local: number }
  /** The code comes to a mark. */
  | { readonly kind: 'mark'; readonly mark: number }

export type Exit<S> =
  | { readonly kind: 'jump'; readonly to: number }
  | { readonly kind: 'branch'; readonly on: Expr; readonly yes: number; readonly no: number }
  | { readonly kind: 'call'; readonly call: CallSite<S>; readonly to: number }
  /** An unset local is read: the environment gives it one of these values. */
  | {
      readonly kind: 'choose'
      readonly local: number
      readonly values: EventValues
      readonly site: number
      readonly to: number
    }
  | { readonly kind: 'return' }
  /** BUG(): the thread goes no further. */
  | { readonly kind: 'stop' }

export interface CallSite<S> {
  readonly site: number
  readonly bound: Bound<S>
  readonly args: readonly Argument[]
  readonly result?: Target
  readonly resultType?: Arithmetic
}

export type Argument =
  | { readonly kind: 'value'; readonly value: Expr }
  /** The address of a local: its value goes in, and what the callee leaves there comes out. */
  | { readonly kind: 'reference'; readonly to: Target }

/** A local, or an entry of a row of locals. */
export type Target =
  | { readonly kind: 'local'; readonly local: number }
  | { readonly kind: 'entry'; readonly first: number; readonly length: number; readonly index: Expr }

/** Pure arithmetic over locals. */
export type Expr =
  /** `below`: it stands for a number below 0 in an unsigned type, as ~0UL does. */
  | { readonly kind: 'constant'; readonly value: number; readonly below?: true }
  | { readonly kind: 'read'; readonly from: Target }
  | { readonly kind: 'unary'; readonly operator: Unary; readonly a: Expr; readonly type: Arithmetic }
  | {
      readonly kind: 'binary'
      readonly operator: Binary
      readonly a: Expr
      readonly b: Expr
      readonly type: Arithmetic
      /** Arithmetic on unsigned longs as the author wrote it: a result that wraps is told. */
      readonly watched?: boolean
    }
  | { readonly kind: 'convert'; readonly a: Expr; readonly type: Arithmetic }

export type Unary = '-' | '~' | '!'
/** Both operands have the same type; comparisons give 0 or 1. */
export type Binary = '+' | '-' | '*' | '/' | '%' | '<<' | '>>' | '&' | '|' | '^' | Comparison
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>='
