/**
 * All mutants of a C function.
 */

import type { CFile, CFunction } from '../parse/parse.ts'
import { lineOf } from '../text/grammar.ts'
import { callFaults } from './calls.ts'
import { conditionFaults } from './conditions.ts'
import { type Edit, type Fault, type Mutant, type MutantNames, nextOf, OPERATORS } from './mutant.ts'
import { wayOutFaults } from './ways-out.ts'

/** In the order of the file, by kind of fault among those of one place. */
export function mutantsOf({ loops, source }: CFile, { name, node }: CFunction, names: MutantNames): Mutant[] {
  const isCondition = (statement: { readonly startIndex: number }) => !loops.has(statement.startIndex)
  const faults = [...conditionFaults(node, isCondition), ...callFaults(node, names), ...wayOutFaults(node)]
  return faults
    .map(fault => ({ operator: fault.operator, fn: name, line: lineOf(fault.node), edit: editOf(fault, source.text) }))
    .sort((a, b) => a.edit.start - b.edit.start || OPERATORS.indexOf(a.operator) - OPERATORS.indexOf(b.operator))
}

function editOf({ operator, node, text }: Fault, all: string): Edit {
  const start = node.startIndex
  if (operator === 'neighbours swapped') return { start, end: nextOf(node)!.endIndex, text: asWritten(node, all) }
  if (operator === 'arguments exchanged') return { start, end: nextOf(node)!.endIndex, text }
  return { start, end: node.endIndex, text }
}

/** The second statement, what is between, the first: from the text of the file, in which loop macros are as written. */
function asWritten(first: Fault['node'], all: string): string {
  const second = nextOf(first)!
  const text = (from: number, to: number) => all.slice(from, to)
  return (
    text(second.startIndex, second.endIndex) +
    text(first.endIndex, second.startIndex) +
    text(first.startIndex, first.endIndex)
  )
}
