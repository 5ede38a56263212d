/**
 * Puts values where they belong: converts them to the type of a place, and keeps them in locals.
 */

import { constantOf, read } from '../../../ir/operators.ts'
import { bitsOf, type CType, longOf, VOID } from '../../../ir/types.ts'
import { childOf, type Node } from '../../../text/grammar.ts'
import { fieldOf } from '../../context/declared.ts'
import type { Lowering } from '../../context/lowering.ts'
import { type CPlace, structOf, type Value } from '../../context/value.ts'
import { converting } from '../values/fits.ts'
import { followedNextRound, noteNull } from '../values/null.ts'
import { held, keep } from '../values/pointers.ts'
import { writeShared } from './access.ts'
import { targetsOf } from './place.ts'

/** Puts a value where it belongs, converted. */
export function store<S>(at: Lowering<S>, node: Node, to: CPlace, from: Value): Value {
  if (to.kind === 'record') return assignStruct(at, node, to, from)
  if (isIgnored(at, to)) return storeNowhere(at, node, to)
  if (to.kind !== 'scalar' && to.kind !== 'shared') return at.refuse(node, `"${node.text}" cannot be assigned to`)
  if (from.points) at.refuse(node, 'the address of a local is kept in a variable that changes')
  const fits = fitting(at, node, from, to.type)
  if (to.kind === 'shared') writeShared(at, node, to, fits.expr)
  else keep(at, to.target, fits)
  if (fits.mayBeNull)
    for (const one of followedNextRound(node, childOf(node, 'left')?.text ?? '', at.binding.asksForNull ?? []))
      noteNull(at, one, one)
  return to.kind === 'scalar' ? held(at, to.target, to.type) : fits
}

/** A field that no world has. */
export const isIgnored = <S>(at: Lowering<S>, to: CPlace): boolean =>
  to.kind === 'unknown' || (to.kind === 'shared' && fieldOf(at, to.struct, to.field)!.unmodelled !== undefined)

/** An assignment that makes no difference to any world: that is said. */
export function storeNowhere<S>(at: Lowering<S>, node: Node, to: CPlace): Value {
  if (to.kind === 'unknown') {
    at.assume(node, `nothing binds ${to.struct}->${to.field}: what is stored there is taken to make no difference`)
    at.unseen(node, `nothing binds ${to.struct}->${to.field}`)
  } else if (to.kind === 'shared') {
    const why = fieldOf(at, to.struct, to.field)!.unmodelled!
    at.assume(node, why)
    at.unseen(node, `${to.struct}->${to.field}: ${why}`)
  }
  return { expr: constantOf(0), type: VOID }
}

/** The value converted as by assignment: pointers to different structs do not fit, as gcc would warn. */
export function fitting<S>(at: Lowering<S>, node: Node, from: Value, to: CType): Value {
  const [given, wanted] = [structOf(from), structOf({ type: to })]
  if (given && wanted && given !== wanted) at.refuse(node, `a struct ${given} * is taken for a struct ${wanted} *`)
  if (given === '' && wanted) at.unseen(node, `it is not known that this points at a struct ${wanted}`)
  noteNarrowing(at, node, from, to)
  return cast(at, node, from, to)
}

/**
 * An int that is given a long loses what it cannot hold; here both have few values. Errors fit: PTR_ERR() is a long, and
 * goes into an int everywhere.
 */
function noteNarrowing<S>(at: Lowering<S>, node: Node, { expr, type }: Value, to: CType): void {
  if (type.kind !== 'arithmetic' || to.kind !== 'arithmetic' || expr.kind === 'constant') return
  const long = longOf(at.model).rank
  if (type.rank >= long && to.rank < long && to.rank > 0 && !/\bPTR_ERR/.test(node.text))
    at.unseen(node, `${type.name} becomes ${to.name}, and both are narrower here`, { ofWidth: true })
}

/** A cast: what one between types of different widths makes of a value is not seen. */
export function castTo<S>(at: Lowering<S>, node: Node, from: Value, to: CType): Value {
  const isNumber = from.type.kind === 'pointer' && to.kind === 'arithmetic'
  if (isNumber) at.unseen(node, 'a pointer is cast to a number, which is another one here')
  if (from.expr.kind !== 'constant' && widthOf(from.type) !== widthOf(to))
    at.unseen(node, 'a type is cast, and types are narrower here', { ofWidth: true })
  return { ...cast(at, node, from, to), ...(isNumber && from.expr.kind !== 'constant' && { ofPointer: true as const }) }
}

/** In bits, as on 64-bit machines; 0 for what is no number. */
const widthOf = (type: CType): number => (type.kind === 'pointer' ? 64 : type.kind === 'arithmetic' ? bitsOf(type) : 0)

/** The value converted to a scalar type, as by a cast. */
export function cast<S>(at: Lowering<S>, node: Node, from: Value, to: CType): Value {
  if (to.kind === 'void') return { expr: constantOf(0), type: VOID }
  const expr = converting(at, node, from.expr, at.scalar(node, from.type), at.scalar(node, to))
  const was = to.kind === 'pointer' ? structOf(from) : undefined
  return {
    expr,
    type: to,
    ...(from.points && to.kind === 'pointer' && { points: from.points }),
    ...(was !== undefined && { was }),
    ...(from.mayBeNull && to.kind === 'pointer' && { mayBeNull: true }),
  }
}

/** Keeps a value in a local of its own, so that later changes do not touch it. */
export function kept<S>(at: Lowering<S>, node: Node, of: Value, what = 'kept'): Value {
  if (of.expr.kind === 'constant') return of
  const result = at.temporary(node, at.scalar(node, of.type), what)
  keep(at, result, of)
  return { ...of, expr: read(result) }
}

/** Copies a struct, field by field. */
function assignStruct<S>(at: Lowering<S>, node: Node, to: CPlace, from: Value): Value {
  const source = from.points
  if (to.kind !== 'record' || source?.kind !== 'record' || source.name !== to.name)
    return at.refuse(node, `the assignment "${node.text}" of a struct is not understood`)
  const targets = targetsOf(to)
  for (const [index, target] of targetsOf(source).entries()) at.set(targets[index]!, read(target))
  return from
}
