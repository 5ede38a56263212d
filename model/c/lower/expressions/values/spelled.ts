/**
 * Macros that stand for an expression.
 */
import { childrenOf, type Node } from '../../../text/grammar.ts'
import { DEEPEST_CALLS } from '../../context/largest.ts'
import type { Lowering } from '../../context/lowering.ts'
import { inPlaceOf, statementsOf } from '../../context/macro.ts'
import { value } from '../../context/nested.ts'
import type { Value } from '../../context/value.ts'

/** @param text what the macro stands for, with its arguments */
export function spelled<S>(at: Lowering<S>, node: Node, name: string, text: string): Value {
  if (at.expanding.length >= DEEPEST_CALLS)
    at.refuse(node, `more than ${DEEPEST_CALLS} macros of the file stand for each other here`)
  at.expanding.push(name)
  const made = inPlaceOf(at, node, () => {
    const [only, more] = statementsOf(at, node, name, text)
    if (only?.type !== 'expression_statement' || more)
      return at.refuse(node, `${name}() reads "${text}", which is no expression`)
    return value(at, childrenOf(only)[0]!)
  })
  at.expanding.pop()
  return made
}
