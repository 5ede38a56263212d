/**
 * Text that stands for a macro, read as C where the macro is used.
 *
 * The binding spells loops so, and a file its own function-like macros. Names in the text mean what they mean there.
 */

import { madeOnce } from '../../ir/made-once.ts'
import type { CFile } from '../../parse/parse.ts'
import { childOf, childrenOf, type Node } from '../../text/grammar.ts'
import { LONGEST_EXPANSION } from './largest.ts'
import type { Lowering } from './lowering.ts'
import { takenBackIn } from './taken-back.ts'

interface Macro {
  readonly parameters: readonly string[]
  readonly text: string
}

/**
 * A function-like macro that the file defines. Refused where the file does so twice, or takes it back, for it depends on the place
 * which one is meant; and where the text or an argument would combine with what stands beside it: it is read here as one operand.
 */
export function macroOf<S>(at: Lowering<S>, node: Node, name: string, args: readonly string[]): Macro | undefined {
  const macros = madeOnce(macrosOf, at.file, () => macrosIn(at.file))
  const found = macros.get(name)
  if (found === 'ambiguous') return at.refuse(node, `the file defines ${name}() more than once, or takes it back`)
  if (found && !isReadAsWritten(node, found, args))
    at.refuse(node, `${name}() stands for "${found.text}" without brackets, which combines with what is beside it`)
  return found
}

const macrosOf = new WeakMap<CFile, ReadonlyMap<string, Macro | 'ambiguous'>>()

function macrosIn(file: CFile): ReadonlyMap<string, Macro | 'ambiguous'> {
  const found = new Map<string, Macro | 'ambiguous'>()
  for (const node of file.root.descendantsOfType('preproc_function_def')) {
    const name = childOf(node, 'name')!.text
    found.set(name, found.has(name) ? 'ambiguous' : macro(file, node))
  }
  for (const name of takenBackIn(file.root)) if (found.has(name)) found.set(name, 'ambiguous')
  return found
}

function macro({ source }: CFile, found: Node): Macro {
  const body = childOf(found, 'value')
  // As written: the loops in it have not been made palatable.
  const text = body ? source.text.slice(body.startIndex, body.endIndex) : ''
  return {
    parameters: childrenOf(childOf(found, 'parameters')!).map(one => one.text),
    text: text.replace(/\\\n/g, ' ').trim(),
  }
}

const isReadAsWritten = (node: Node, { parameters, text }: Macro, args: readonly string[]): boolean =>
  (isOperand(text) || !(COMBINES.has(node.parent?.type ?? '') || text.includes(','))) &&
  parameters.every((one, index) => isOperand(args[index] ?? '') || isGuarded(text, one))

/** What stands around an operand. */
const COMBINES = new Set([
  'binary_expression',
  'unary_expression',
  'pointer_expression',
  'update_expression',
  'cast_expression',
  'conditional_expression',
  'field_expression',
  'subscript_expression',
])

/** A name, a number, a call, or what stands in brackets. */
function isOperand(text: string): boolean {
  const [before, open] = /^\s*(?:\w+\s*)?(\()?/.exec(text)!
  if (open === undefined) return /^\s*\w+\s*$/.test(text)
  let depth = 0
  for (let at = before.length - 1; at < text.length; at++) {
    if (text[at] === '(') depth += 1
    if (text[at] === ')') depth -= 1
    if (depth === 0) return text.slice(at + 1).trim() === ''
  }
  return false
}

/** Wherever the parameter stands it is in brackets, or alone an argument. */
const isGuarded = (text: string, parameter: string): boolean =>
  [...text.matchAll(new RegExp(`\\b${parameter}\\b`, 'g'))].every(
    ({ index }) => /[(,]\s*$/.test(text.slice(0, index)) && /^\s*[),]/.test(text.slice(index + parameter.length)),
  )

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
