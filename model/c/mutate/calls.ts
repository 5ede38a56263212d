/**
 * Faults in what is called: with what, how often, in which order, and whether at all.
 */
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import { type Fault, type MutantNames, nextOf } from './mutant.ts'

export const callFaults = (fn: Node, names: MutantNames): Fault[] => [
  ...fn.descendantsOfType('expression_statement').flatMap(statement => statementFaults(statement, names)),
  ...fn
    .descendantsOfType('call_expression')
    .flatMap(call => [...nameFaults(call, names), ...argumentFaults(call, names)]),
]

/** The call that a statement consists of. */
function callIn(statement: Node): Node | undefined {
  const [expression] = childrenOf(statement)
  return expression?.type === 'call_expression' ? expression : undefined
}

const calleeOf = (call: Node): string => childOf(call, 'function')!.text

function statementFaults(statement: Node, { counting }: MutantNames): Fault[] {
  const call = callIn(statement)
  const next = nextOf(statement)
  const dropped: Fault[] =
    call !== undefined
      ? [{ operator: 'call dropped', node: statement, text: '{ }' }]
      : childrenOf(statement)[0]?.type === 'assignment_expression'
        ? [{ operator: 'store dropped', node: statement, text: '{ }' }]
        : []
  const doubled: Fault[] =
    call !== undefined && counting.has(calleeOf(call))
      ? [{ operator: 'call doubled', node: statement, text: `${statement.text} ${statement.text}` }]
      : []
  const swapped = next?.type === 'expression_statement' && (call !== undefined || callIn(next) !== undefined)
  return [...dropped, ...doubled, ...(swapped ? [swap(statement)] : [])]
}

/** What the two become is read from the file: see `editOf`. */
const swap = (node: Node): Fault => ({ operator: 'neighbours swapped', node, text: '' })

function nameFaults(call: Node, { otherMode, rounding }: MutantNames): Fault[] {
  const name = childOf(call, 'function')!
  const other = otherMode.get(name.text)
  const rounded = rounding.has(name.text) ? argumentsOf(call)[0] : undefined
  return [
    ...(other === undefined ? [] : [{ operator: 'lock taken in the other mode' as const, node: name, text: other }]),
    ...(rounded === undefined
      ? []
      : [{ operator: 'rounding dropped' as const, node: call, text: `(${rounded.text})` }]),
  ]
}

const argumentsOf = (call: Node): Node[] => childrenOf(childOf(call, 'arguments')!)

function argumentFaults(call: Node, { ranges }: MutantNames): Fault[] {
  const all = argumentsOf(call)
  const moved = all
    .filter(({ type, text }) => type !== 'call_expression' && ranges.test(text))
    .flatMap((node): Fault[] => [
      { operator: 'range moved by one', node, text: `${node.text} + 1` },
      { operator: 'range moved by one', node, text: `${node.text} - 1` },
    ])
  const exchanged = all.flatMap((node, at): Fault[] => {
    const next = all[at + 1]
    const alike = next !== undefined && [node, next].every(({ text }) => ranges.test(text)) && node.text !== next.text
    return alike ? [{ operator: 'arguments exchanged', node, text: `${next.text}, ${node.text}` }] : []
  })
  return [...moved, ...exchanged]
}
