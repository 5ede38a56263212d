/**
 * Expressions and statements within others, of whatever kind.
 */
import type { Node } from '../../text/grammar.ts'
import type { Lowering } from './lowering.ts'
import type { Value } from './value.ts'

/** The value of an expression; of a void call, a value of type void. */
export const value = <S>(at: Lowering<S>, node: Node): Value => at.readers.expression(at, node)

export const statement = <S>(at: Lowering<S>, node: Node): void => at.readers.statement(at, node)

export function statementList<S>(at: Lowering<S>, nodes: readonly Node[]): void {
  for (const node of nodes) statement(at, node)
}
