/**
 * Expressions that do more than ask.
 */
import type { Node } from '../../../text/grammar.ts'

/** Whether evaluating it can be noticed. */
export const hasEffects = (node: Node): boolean =>
  node.descendantsOfType(['call_expression', 'assignment_expression', 'update_expression']).length > 0
