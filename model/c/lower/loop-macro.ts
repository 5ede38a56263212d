/**
 * Lowers an iteration macro as the kernel defines it: a `for` whose head the binding spells in C.
 */
import { childOf, childrenOf, type Node } from '../grammar.ts'
import type { Lowering } from './lowering.ts'
import { forStatement } from './statement.ts'

export function loopMacro<S>(at: Lowering<S>, node: Node, name: string): void {
  const macro = at.binding.loops[name] ?? at.refuse(node, `nothing binds the loop ${name}()`)
  const args = commaList(childrenOf(childOf(node, 'condition')!)[0]!).map(arg => arg.text)
  if (args.length !== macro.parameters.length)
    at.refuse(node, `${name}() takes ${macro.parameters.length} arguments and is given ${args.length}`)
  const head = macro.text.replace(/\b[A-Za-z_]\w*\b/g, word => {
    const index = macro.parameters.indexOf(word)
    return index < 0 ? word : `(${args[index]!.replace(/\s+/g, ' ')})`
  })
  const root = at.file.read(`void f(void) { for (${head}) ; }`)
  const [loop] = root.descendantsOfType('for_statement')
  if (!loop || root.hasError) at.refuse(node, `the loop ${name}() reads "${head}", which is no C`)
  at.snippet = { line: at.line(node), key: `${at.key(node)} ` }
  at.within(() => forStatement(at, loop, childOf(node, 'body')!))
  at.snippet = undefined
}

/** The arguments, which the grammar sees as a comma expression. */
function commaList(node: Node): Node[] {
  if (node.type !== 'comma_expression') return [node]
  return [...commaList(childOf(node, 'left')!), ...commaList(childOf(node, 'right')!)]
}
