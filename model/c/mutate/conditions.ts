/**
 * Faults in what is decided: conditions forced or negated, comparisons moved by one.
 */
import { childOf, type Node } from '../text/grammar.ts'
import type { Fault } from './mutant.ts'

const DECIDING = ['if_statement', 'while_statement', 'do_statement', 'for_statement', 'conditional_expression']

/** @param isCondition of the condition of a `while`: loop macros stand in the text as `while`, and have none */
export function conditionFaults(fn: Node, isCondition: (statement: Node) => boolean): Fault[] {
  const conditions = fn
    .descendantsOfType(DECIDING)
    .filter(isCondition)
    .flatMap(statement => {
      const condition = childOf(statement, 'condition')
      return condition === undefined ? [] : [condition]
    })
  return [
    ...conditions.flatMap(operandsOf).flatMap(forced),
    ...fn.descendantsOfType('binary_expression').flatMap(moved),
  ]
}

/** Each operand of && and || for itself. */
function operandsOf(condition: Node): Node[] {
  if (condition.type === 'parenthesized_expression') return operandsOf(condition.namedChild(0)!)
  const operator = condition.type === 'binary_expression' ? childOf(condition, 'operator')?.text : undefined
  if (operator !== '&&' && operator !== '||') return [condition]
  return ['left', 'right'].flatMap(side => operandsOf(childOf(condition, side)!))
}

const forced = (node: Node): Fault[] => [
  { operator: 'condition forced true', node, text: '1' },
  { operator: 'condition forced false', node, text: '0' },
  { operator: 'condition negated', node, text: `!(${node.text})` },
]

const OTHER: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }

function moved(expression: Node): Fault[] {
  const operator = childOf(expression, 'operator')!
  const other = OTHER[operator.text]
  return other === undefined ? [] : [{ operator: 'comparison moved by one', node: operator, text: other }]
}
