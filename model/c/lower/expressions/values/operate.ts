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
  // Addresses of user space are counted as they are there; what is shifted is an entry.
  if (shift && left.ofPointer) at.refuse(node, `which bits a pointer has is not known here, as "${node.text}" asks`)
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
  if (operator === '-' && !type.signed && left.expr.kind !== 'constant' && isCompared(node) && !isBounded(node))
    at.unseen(node, 'whether the difference can get below 0 is not known here', { ofSize: true })
  const watched = written && /^[+*-]$/.test(operator) && !type.signed && type.rank >= longOf(at.model).rank
  const expr = combining(at, node, operator, converting(at, node, left.expr, a, type), second, type, watched)
  return { expr, type: isComparison(operator) ? intOf(at.model) : type }
}

/**
 * It is looked at only where the first is not less than the second: `b > a || a - b < c`, of names that nothing in the condition
 * changes.
 */
function isBounded(difference: Node): boolean {
  const [first, second] = ['left', 'right'].map(side => childOf(difference, side)!)
  if ([first, second].some(one => one?.type !== 'identifier')) return false
  const [large, small] = [first!.text, second!.text]
  for (let node = difference; node.parent; node = node.parent) {
    const around = node.parent
    if (/statement|declaration|call_expression/.test(around.type)) return false
    if (around.type !== 'binary_expression' || childOf(around, 'right')?.id !== node.id) continue
    const operator = childOf(around, 'operator')!.text
    const before = childOf(around, 'left')!
    if (before.descendantsOfType(['assignment_expression', 'update_expression', 'pointer_expression']).length > 0)
      continue
    if (operator === '||' && operandsOf(before, '||').some(one => isLess(one, large, small, '<'))) return true
    if (operator === '&&' && operandsOf(before, '&&').some(one => isLess(one, small, large, '<='))) return true
  }
  return false
}

function operandsOf(node: Node, operator: string): Node[] {
  if (node.type === 'parenthesized_expression') return operandsOf(node.namedChild(0)!, operator)
  if (node.type !== 'binary_expression' || childOf(node, 'operator')!.text !== operator) return [node]
  return [childOf(node, 'left')!, childOf(node, 'right')!].flatMap(one => operandsOf(one, operator))
}

/** `a < b` or `b > a`, or with `<=` and `>=`. */
function isLess(node: Node, a: string, b: string, less: '<' | '<='): boolean {
  if (node.type !== 'binary_expression') return false
  const [left, operator, right] = ['left', 'operator', 'right'].map(part => childOf(node, part)!.text)
  const turned = less.replace('<', '>')
  return (left === a && right === b && operator === less) || (left === b && right === a && operator === turned)
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
