/**
 * Text that stands for a macro, read as C where the macro is used.
 *
 * The binding spells loops so, and a file its own function-like macros. Names in the text mean what they mean there.
 */

import type { CFile } from '../../parse/parse.ts'
import { childOf, childrenOf, type Node } from '../../text/grammar.ts'
import { LONGEST_EXPANSION } from './largest.ts'
import type { Lowering } from './lowering.ts'

export interface Macro {
  readonly parameters: readonly string[]
  readonly text: string
}

/** A function-like macro that the file defines. */
export function macroOf(file: CFile, name: string): Macro | undefined {
  const macros = macrosOf.get(file) ?? macrosIn(file)
  macrosOf.set(file, macros)
  return macros.get(name)
}

/** Told once for each file. */
const macrosOf = new WeakMap<CFile, ReadonlyMap<string, Macro>>()

/** Of two of one name, the first. */
const macrosIn = (file: CFile): ReadonlyMap<string, Macro> =>
  new Map(
    file.root
      .descendantsOfType('preproc_function_def')
      .toReversed()
      .map(node => [childOf(node, 'name')!.text, macro(file, node)]),
  )

function macro({ source }: CFile, found: Node): Macro {
  const body = childOf(found, 'value')
  // As written: the loops in it have not been made palatable.
  const text = body ? source.text.slice(body.startIndex, body.endIndex) : ''
  return {
    parameters: childrenOf(childOf(found, 'parameters')!).map(one => one.text),
    text: text.replace(/\\\n/g, ' ').trim(),
  }
}

/** The text with an argument in parentheses for each parameter. */
export function expanded<S>(
  at: Lowering<S>,
  node: Node,
  name: string,
  { parameters, text }: Macro,
  args: readonly string[],
): string {
  if (args.length !== parameters.length)
    at.refuse(node, `${name}() takes ${parameters.length} arguments and is given ${args.length}`)
  const made = text.replace(/\b[A-Za-z_]\w*\b/g, word => {
    const index = parameters.indexOf(word)
    return index < 0 ? word : `(${args[index]!.replace(/\s+/g, ' ')})`
  })
  if (made.length > LONGEST_EXPANSION) at.refuse(node, `${name}() stands for more than ${LONGEST_EXPANSION} characters`)
  return made
}

/** The statements that the text of a macro is. */
export function statementsOf<S>(at: Lowering<S>, node: Node, name: string, text: string): Node[] {
  const root = at.file.read(`void f(void) { ${text}; }`)
  if (root.hasError) at.refuse(node, `${name}() reads "${text}", which is no C`)
  return childrenOf(childOf(root.descendantsOfType('function_definition')[0]!, 'body')!)
}

/** Lowers text that is read in the place of a node: its line is the node's. */
export function inPlaceOf<S, T>(at: Lowering<S>, node: Node, lower: () => T): T {
  const { snippet } = at
  at.snippet = { line: at.line(node), key: `${at.key(node)} `, node: snippet?.node ?? node }
  const made = lower()
  at.snippet = snippet
  return made
}

/** The arguments, which the grammar sees as a comma expression. */
export function commaList(node: Node): Node[] {
  if (node.type !== 'comma_expression') return [node]
  return [...commaList(childOf(node, 'left')!), ...commaList(childOf(node, 'right')!)]
}
