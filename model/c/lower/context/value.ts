/**
 * What C expressions come to: values, and the places that hold them.
 */
import type { Expr, Target } from '../../ir/ir.ts'
import type { CType } from '../../ir/types.ts'

/** What is known of a pointer beside its type. */
export interface PointerFacts {
  /** The struct at which it points where C has taken it for another type since; '' where that is not known. */
  readonly was?: string
  /** It may be NULL although it is so in no world. */
  readonly mayBeNull?: true
}

/** A value: an expression over locals, its C type, and for the address of a local what it is the address of. */
export interface Value extends PointerFacts {
  readonly expr: Expr
  readonly type: CType
  readonly points?: CPlace
  /** It is a number that a cast has made of a pointer: the kernel has another one. */
  readonly ofPointer?: true
}

/** Where a value can be: in a local, in a local struct or array, or in what all threads share. */
export type CPlace =
  | { readonly kind: 'scalar'; readonly target: Target; readonly type: CType }
  /** A local struct: a place for each field, in order. */
  | { readonly kind: 'record'; readonly name: string; readonly fields: ReadonlyMap<string, CPlace> }
  /** A local array of scalars: consecutive locals. */
  | { readonly kind: 'row'; readonly first: number; readonly length: number; readonly of: CType }
  /** A shared struct: the number that names the object. */
  | { readonly kind: 'object'; readonly object: Expr; readonly struct: string }
  /** A field of a shared struct. */
  | {
      readonly kind: 'shared'
      readonly object: Expr
      readonly struct: string
      readonly field: string
      readonly type: CType
    }
  /** A field of a shared struct that nothing names. */
  | { readonly kind: 'unknown'; readonly struct: string; readonly field: string }

/** The struct at which a value points, whatever C has taken it for since. */
export const structOf = ({ type, was }: Pick<Value, 'type' | 'was'>): string | undefined =>
  was || (type.kind === 'pointer' && type.to.kind === 'struct' ? type.to.name : was)

export const isPlace = (meaning: CPlace | Value): meaning is CPlace => 'kind' in meaning
