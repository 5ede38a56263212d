/**
 * Messages to the log.
 */
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import { DOING } from './statements.ts'

/**
 * What leads nowhere stops the kernel in a message, too: a pointer that is followed, by the message or by its format, and a
 * division by 0.
 *
 * @param message a call that prints, or the statement that it is
 */
export function onlyTells(message: Node): boolean {
  if (message.descendantsOfType(['field_expression', 'pointer_expression', 'subscript_expression']).length > 0)
    return false
  const divides = ({ text }: Node) => /^[/%]$/.test(text)
  if (message.descendantsOfType('binary_expression').some(one => divides(childOf(one!, 'operator')!))) return false
  const call = message.type === 'call_expression' ? message : message.descendantsOfType('call_expression')[0]
  if (!call) return false
  const args = childrenOf(childOf(call, 'arguments')!)
  const first = args.findIndex(isFormat)
  if (first < 0) return /^trace_/.test(childOf(call, 'function')!.text)
  return followedBy(textOf(args[first]!)).every(index => {
    const given = args[first + 1 + index]
    return given !== undefined && isText(given)
  })
}

const isFormat = (arg: Node): boolean =>
  arg.type === 'string_literal' ||
  (arg.type === 'concatenated_string' && childrenOf(arg).some(({ type }) => type === 'string_literal'))

const textOf = (format: Node): string =>
  format
    .descendantsOfType('string_literal')
    .map(one => one!.text.slice(1, -1))
    .join('')

/**
 * Which of its arguments a format follows, from 0. Of pointers it prints an address, a symbol, or the error that it holds without
 * following them. Source: Documentation/core-api/printk-formats.rst.
 */
function followedBy(format: string): number[] {
  const found: number[] = []
  let index = 0
  for (const [whole, stars, pointer] of format.matchAll(
    /%(?:%|[-+ #0]*([\d.*]*)(?:hh|h|ll|l|z|t|j)?(?:p(\w*)|[a-zA-Z]))/g,
  )) {
    if (whole === '%%') continue
    index += (stars ?? '').split('*').length - 1
    if (whole.endsWith('s') && pointer === undefined) found.push(index)
    if (pointer && !/^[sSBexK]/.test(pointer)) found.push(index)
    index++
  }
  return found
}

/** What is text wherever the message stands. */
function isText(given: Node): boolean {
  if (given.type === 'parenthesized_expression') return childrenOf(given).every(isText)
  if (given.type === 'conditional_expression')
    return [childOf(given, 'consequence'), childOf(given, 'alternative')].every(arm => arm !== undefined && isText(arm))
  return isFormat(given) || given.text === '__func__'
}

/** What it prints does something, too: assigns, or calls what does more than ask. @param message a call */
export function doesSomething(message: Node, isQuestion: (name: string) => boolean): boolean {
  const does = childrenOf(childOf(message, 'arguments')!).flatMap(one => one.descendantsOfType([...DOING]))
  return does.some(one => !isQuestion(childOf(one!, 'function')?.text ?? ''))
}
