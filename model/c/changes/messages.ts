/**
 * Messages to the log.
 */
import { childOf, type Node } from '../parse/grammar.ts'

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
  const formats = message.descendantsOfType('string_literal').map(one => one!.text)
  return message.text.includes('__func__') || !formats.some(format => /%[-\d.*]*(?:s|p[A-Za-wyz])/.test(format))
}
