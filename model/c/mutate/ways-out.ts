/**
 * Faults in how code ends: errors that are swallowed, loops that end early.
 */
import { childOf, childrenOf, LOOPS, type Node } from '../text/grammar.ts'
import type { Fault } from './mutant.ts'

export const wayOutFaults = (fn: Node): Fault[] => [
  ...fn.descendantsOfType('return_statement').flatMap(swallowed),
  ...fn.descendantsOfType(LOOPS).flatMap(loop => ended(childOf(loop, 'body')!)),
  ...fn
    .descendantsOfType('continue_statement')
    .map((node): Fault => ({ operator: 'loop ended early', node, text: 'break;' })),
]

/** `return -EINVAL;` and `return r;`. */
function swallowed(statement: Node): Fault[] {
  const [value] = childrenOf(statement)
  const isError = value !== undefined && (/^-E[A-Z]+$/.test(value.text) || /^(r|rc|ret|err|error)$/.test(value.text))
  return isError ? [{ operator: 'error swallowed', node: value, text: '0' }] : []
}

/** After the first round. */
function ended(body: Node): Fault[] {
  if (body.type !== 'compound_statement') return []
  const brace = body.child(body.childCount - 1)!
  return [{ operator: 'loop ended early', node: brace, text: 'break; }' }]
}
