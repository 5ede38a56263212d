/**
 * Lowers an iteration macro as the kernel defines it: a `for` whose head the binding spells in C, or the file in words of
 * another such macro.
 */

import { own } from '../../ir/own.ts'
import { childOf, childrenOf, type Node } from '../../text/grammar.ts'
import { splitArguments } from '../../text/mask.ts'
import { DEEPEST_CALLS } from '../context/largest.ts'
import type { Lowering } from '../context/lowering.ts'
import { commaList, expanded, inPlaceOf, macroOf } from '../context/macro.ts'
import { forStatement } from './loops.ts'

export function loopMacro<S>(at: Lowering<S>, node: Node, name: string): void {
  const args = commaList(childrenOf(childOf(node, 'condition')!)[0]!).map(arg => arg.text)
  const head = headOf(at, node, name, args)
  const root = at.file.read(`void f(void) { for (${head}) ; }`)
  const [loop] = root.descendantsOfType('for_statement')
  if (!loop || root.hasError) at.refuse(node, `the loop ${name}() reads "${head}", which is no C`)
  inPlaceOf(at, node, () => at.within(() => forStatement(at, loop, childOf(node, 'body')!)))
}

function headOf<S>(
  at: Lowering<S>,
  node: Node,
  name: string,
  args: readonly string[],
  within: readonly string[] = [],
): string {
  const bound = own(at.binding.loops, name)
  if (bound) return expanded(at, node, name, bound, args)
  const ours =
    (within.includes(name) || within.length > DEEPEST_CALLS ? undefined : macroOf(at, node, name, args)) ??
    at.refuse(node, `nothing binds the loop ${name}()`)
  const text = expanded(at, node, name, ours, args)
  const [, inner, passed] =
    /^(\w+)\s*\((.*)\)$/s.exec(text) ?? at.refuse(node, `${name}() reads "${text}", which is no loop that is known`)
  return headOf(at, node, inner!, splitArguments(passed!), [...within, name])
}
