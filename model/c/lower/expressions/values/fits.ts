/**
 * Constants of C that the types here are too narrow for: what they would become is another number, and is refused.
 */
import type { Binary, Expr } from '../../../ir/ir.ts'
import { binary, convert } from '../../../ir/operators.ts'
import { type Arithmetic, bitsOf, longOf } from '../../../ir/types.ts'
import type { Node } from '../../../text/grammar.ts'
import type { Lowering } from '../../context/lowering.ts'

/** As convert(), of what C would not change. */
export function converting<S>(
  at: Lowering<S>,
  node: Node,
  from: Expr,
  type: Arithmetic | undefined,
  to: Arithmetic,
): Expr {
  const made = convert(from, type, to)
  if (type && widensUnsigned(at, type, to) && (from.kind !== 'constant' || countsBack(from)))
    at.unseen(node, `${type.name} becomes ${to.name}, and both are as wide here`, { ofWidth: true })
  if (from.kind === 'constant' && made.kind === 'constant' && to.rank > 0 && !countsBack(from))
    refuseOther(at, node, BigInt(from.value), made.value, to)
  return made
}

/** As binary(), of constants whose result C can hold. */
export function combining<S>(
  at: Lowering<S>,
  node: Node,
  operator: Binary,
  a: Expr,
  b: Expr,
  type: Arithmetic,
  watched: boolean,
): Expr {
  const made = binary(operator, a, b, type, watched)
  if (a.kind !== 'constant' || b.kind !== 'constant' || made.kind !== 'constant') return made
  const exact = exactly(operator, a.value, b.value)
  const operands = operator === '<<' ? [a] : [a, b]
  if (exact !== undefined && !operands.some(countsBack)) refuseOther(at, node, exact, made.value, type)
  return made
}

/** What is below 0 as an unsigned int is a large long in C, and below 0 again here. */
function widensUnsigned<S>(at: Lowering<S>, from: Arithmetic, to: Arithmetic): boolean {
  const long = longOf(at.model).rank
  return !from.signed && from.rank > 0 && from.rank < long && to.rank >= long
}

/** A number that stands for one below 0, as ~0UL does. */
const countsBack = (of: Extract<Expr, { kind: 'constant' }>): boolean => of.value < 0 || of.below === true

/** What makes a number larger. */
function exactly(operator: Binary, a: number, b: number): bigint | undefined {
  if (operator === '+') return BigInt(a) + BigInt(b)
  if (operator === '*') return BigInt(a) * BigInt(b)
  if (operator === '<<') return BigInt(a) << BigInt(b)
  return undefined
}

function refuseOther<S>(at: Lowering<S>, node: Node, exact: bigint, here: number, type: Arithmetic): void {
  if (exact !== BigInt(here) && exact < 1n << BigInt(bitsOf(type) - Number(type.signed)))
    refuseNumber(at, node, exact, type)
}

export const refuseNumber = <S>(at: Lowering<S>, node: Node, number: bigint | number, type: Arithmetic): never =>
  at.refuse(node, `the number ${number} does not fit ${type.name}, which has ${type.modulus} values in this world`)
