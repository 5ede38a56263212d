/**
 * A type where the grammar sees an expression: the first argument of min_t().
 */
import type { Node } from '../grammar.ts'
import type { Lowering } from './lowering.ts'
import type { CType } from './types.ts'

export const declaredType = <S>(at: Lowering<S>, node: Node): CType => at.type(node, node.text.replace(/\s+/g, ' '))
