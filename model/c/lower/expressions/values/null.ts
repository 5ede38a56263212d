/**
 * Pointers that may be NULL in the kernel and are so in no world: who follows one has to ask before.
 */
import { childOf, childrenOf, type Node } from '../../../parse/grammar.ts'
import type { Lowering } from '../../context/lowering.ts'

/** What is made of the pointer in a place is not seen. */
export const noteNull = <S>(at: Lowering<S>, node: Node, pointer: Node): void =>
  at.unseen(node, `"${pointer.text}" may be NULL, and is so in no world`)

/** Whether a condition around a variable asks about it, or an `if` in front of it that leaves. */
export function isAskedBefore(variable: Node): boolean {
  if (variable.type !== 'identifier') return false
  const name = new RegExp(`\\b${variable.text}\\b(?!->)`)
  const asks = (asked: Node | undefined) =>
    asked !== undefined &&
    asked.endIndex <= variable.startIndex &&
    name.test(asked.text.replaceAll(`*${variable.text}`, ''))
  for (let around = variable.parent; around && around.type !== 'function_definition'; around = around.parent) {
    if (asks(childOf(around, 'condition')) || asks(childOf(around, 'left'))) return true
    if (childrenOf(around).some(one => one.type === 'if_statement' && leaves(one) && asks(childOf(one, 'condition'))))
      return true
  }
  return false
}

const LEAVING = ['return_statement', 'goto_statement', 'break_statement', 'continue_statement']

function leaves(branch: Node): boolean {
  const body = childOf(branch, 'consequence')
  const last = body?.type === 'compound_statement' ? childrenOf(body).at(-1) : body
  return last !== undefined && LEAVING.includes(last.type)
}
