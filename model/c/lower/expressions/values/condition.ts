/**
 * Conditions: lowered to branches, so that no more is evaluated than C would.
 */

import { constantOf, read, truth } from '../../../ir/operators.ts'
import type { Arithmetic } from '../../../ir/types.ts'
import { childOf, childrenOf, type Node } from '../../../text/grammar.ts'
import type { Lowering } from '../../context/lowering.ts'
import { value } from '../../context/nested.ts'
import type { Value } from '../../context/value.ts'

/** Goes to one of two blocks, evaluating no more than C would. */
export function condition<S>(at: Lowering<S>, node: Node, yes: number, no: number): void {
  const operator = node.type === 'binary_expression' ? childOf(node, 'operator')!.type : ''
  if (node.type === 'parenthesized_expression' && node.namedChild(0)?.type !== 'compound_statement') {
    condition(at, childrenOf(node)[0]!, yes, no)
  } else if (node.type === 'unary_expression' && node.text.startsWith('!')) {
    condition(at, childOf(node, 'argument')!, no, yes)
  } else if (operator === '&&' || operator === '||') {
    const right = at.block()
    condition(at, childOf(node, 'left')!, operator === '&&' ? right : yes, operator === '&&' ? no : right)
    at.enter(right)
    condition(at, childOf(node, 'right')!, yes, no)
  } else {
    const asked = value(at, node)
    at.decide(node, truth(asked.expr, at.scalar(node, asked.type)), yes, no)
  }
}

/** The value of a condition as 0 or 1, kept in a local. */
export function decided<S>(
  at: Lowering<S>,
  node: Node,
  decide: (yes: number, no: number) => void,
  type: Arithmetic,
): Value {
  const result = at.temporary(node, type)
  const [yes, no, after] = [at.block(), at.block(), at.block()]
  decide(yes, no)
  for (const [block, answer] of [
    [yes, 1],
    [no, 0],
  ] as const) {
    at.enter(block)
    at.set(result, constantOf(answer))
    at.jump(after)
  }
  at.enter(after)
  return { expr: read(result), type }
}
