/**
 * C's binary operators, on values of any type.
 */

import type { Binary } from '../../../ir/ir.ts'
import { binary, isComparison, truth } from '../../../ir/operators.ts'
import { common, intOf, longOf, promoted } from '../../../ir/types.ts'
import { childOf, type Node } from '../../../text/grammar.ts'
import type { Lowering } from '../../context/lowering.ts'
import type { Value } from '../../context/value.ts'
import { combining, converting } from './fits.ts'
import { stopUnless } from './stop.ts'

/**
 * C's binary operators on two values.
 *
 * @param written true for what the author wrote, false for what a macro makes of it
 */
export function operate<S>(
  at: Lowering<S>,
  node: Node,
  operator: Binary,
  left: Value,
  right: Value,
  written = false,
): Value {
  const [a, b] = [at.scalar(node, left.type), at.scalar(node, right.type)]
  if (!isComparison(operator) && (left.type.kind === 'pointer' || right.type.kind === 'pointer')) {
    const moved = besides(at, node, operator, left, right)
    if (moved) return moved
    return at.refuse(node, `arithmetic on pointers, "${node.text}", is not understood`)
  }
  const shift = operator === '<<' || operator === '>>'
  const type = shift
    ? promoted(at.model, a)
    : left.type.kind === 'pointer'
      ? a
      : right.type.kind === 'pointer'
        ? b
        : common(at.model, a, b)
  const second = converting(at, node, right.expr, b, shift ? promoted(at.model, b) : type)
  if (operator === '/' || operator === '%') stopUnless(at, truth(second, type))
  if (shift && second.kind !== 'constant') at.assume(node, 'the shift is within the width of the type')
  if (operator === '-' && !type.signed && left.expr.kind !== 'constant' && isCompared(node))
    at.unseen(node, 'whether the difference can get below 0 is not known here', { ofSize: true })
  const watched = written && /^[+*-]$/.test(operator) && !type.signed && type.rank >= longOf(at.model).rank
  const expr = combining(at, node, operator, converting(at, node, left.expr, a, type), second, type, watched)
  return { expr, type: isComparison(operator) ? intOf(at.model) : type }
}

/** It is asked whether this, or a sum with it, is larger or smaller than something. */
function isCompared(node: Node): boolean {
  const around = node.parent
  if (around?.type === 'parenthesized_expression') return isCompared(around)
  if (around?.type !== 'binary_expression') return false
  const operator = childOf(around, 'operator')!.text
  return /^[<>]=?$/.test(operator) || (/^[+-]$/.test(operator) && isCompared(around))
}

/** A pointer some objects further, or back, in a row of them. */
function besides<S>(at: Lowering<S>, node: Node, operator: Binary, left: Value, right: Value): Value | undefined {
  const [pointer, by] = left.type.kind === 'pointer' ? [left, right] : [right, left]
  const to = pointer.type.kind === 'pointer' ? pointer.type.to : undefined
  const inRow = to?.kind === 'struct' ? to.name : to?.kind
  if (!inRow || !at.binding.rows?.includes(inRow) || by.type.kind !== 'arithmetic') return undefined
  if (operator !== '+' && !(operator === '-' && pointer === left)) return undefined
  const type = at.scalar(node, pointer.type)
  const count = converting(at, node, by.expr, at.scalar(node, by.type), type)
  return { expr: binary(operator, pointer.expr, count, type), type: pointer.type }
}
