/**
 * A type where the grammar sees an expression: the first argument of min_t().
 */

import type { CType } from '../../ir/types.ts'
import type { Node } from '../../text/grammar.ts'
import type { Lowering } from './lowering.ts'

export const declaredType = <S>(at: Lowering<S>, node: Node): CType => at.type(node, node.text.replace(/\s+/g, ' '))
