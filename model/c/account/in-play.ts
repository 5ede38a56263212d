/**
 * Calls that nothing names, and changes that rest on what was assumed of them.
 */

import type { ChangedStatement } from '../changes/changes.ts'
import type { UnknownCall } from '../ir/ir.ts'
import { childOf, loopsAround, type Node } from '../text/grammar.ts'
import type { Offsets } from './relocated.ts'

/**
 * Why a changed statement rests on an assumption: it has the call itself, or depends on its result, or such a call that
 * may change what is shared stands between it and another change of the function.
 *
 * @param others changed statements of the same function on the same side
 * @param unknown calls of the same file
 */
export function restsOn(
  { statement, fn }: ChangedStatement,
  others: readonly ChangedStatement[],
  unknown: readonly UnknownCall[],
): string | undefined {
  const calls = unknown.filter(call => isWithin(call, fn.node))
  const { node } = statement
  const inside = calls.find(
    call => isWithin(call, node) && (statement.end >= node.endIndex || call.end <= statement.end),
  )
  if (inside) return `nothing binds ${inside.callee}(), which is taken to do nothing`
  if (statement.kind === 'declaration' && !node.text.includes('=')) return undefined
  const above = conditionsAround(node)
  const asked = calls.find(
    ({ variable, ...call }) =>
      above.some(condition => isWithin(call, condition)) ||
      (variable !== undefined && [node, ...above].some(one => names(one, variable))),
  )
  if (asked) return `it depends on what ${asked.callee}() returns, which nothing binds`
  const spans = others.map(one => one.statement.node)
  const first = Math.min(...spans.map(one => one.startIndex))
  const between = calls.find(
    call => call.reaches && ((first < call.start && call.end <= node.startIndex) || shareLoop(node, call)),
  )
  return between && `${between.callee}(), which nothing binds, may change what is shared before it`
}

const isWithin = ({ start, end }: Offsets, node: Node): boolean => node.startIndex <= start && end <= node.endIndex

const names = (node: Node, variable: string): boolean =>
  node.type === 'identifier'
    ? node.text === variable
    : node.descendantsOfType('identifier').some(one => one!.text === variable)

/** The conditions that decide whether a statement runs, as far as they stand around it. */
function conditionsAround(node: Node): Node[] {
  const found: Node[] = []
  for (let above = node.parent; above && above.type !== 'function_definition'; above = above.parent) {
    const condition = childOf(above, 'condition')
    if (condition && condition.startIndex !== node.startIndex) found.push(condition)
  }
  return found
}

const shareLoop = (node: Node, call: Offsets): boolean => loopsAround(node).some(loop => isWithin(call, loop))
