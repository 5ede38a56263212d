/**
 * An `if` without `else` that a patch moves within its function, with all that it decides.
 *
 * Where what it decides ran, and is skipped in no world, only the place of what it decides changes; that ran. Skipping it
 * is the same here and there: nothing.
 */
import type { ChangedStatement } from '../changes/changes.ts'
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import { type Offsets, offsetsOf } from './relocated.ts'

/** @param ran whether any world came to a statement @returns whether it is a condition of that kind, on either side */
export function isMovedWhole(
  { statement, side, fn }: ChangedStatement,
  all: readonly ChangedStatement[],
  ran: (at: Offsets) => boolean,
): boolean {
  const own = decidedBy(statement.kind, statement.node)
  if (own === undefined) return false
  const body = childOf(own, 'consequence')!
  const [first] = body.type === 'compound_statement' ? childrenOf(body) : [body]
  return (
    first !== undefined &&
    ran(offsetsOf(first)) &&
    all.some(other => {
      if (other.side === side || other.fn.name !== fn.name) return false
      const there = decidedBy(other.statement.kind, other.statement.node)
      return there !== undefined && spaceless(there) === spaceless(own)
    })
  )
}

/** The `if` without `else` whose whole condition it is. */
function decidedBy(kind: string, { parent }: Node): Node | undefined {
  if (kind !== 'condition' || !parent) return undefined
  if (parent.type === 'parenthesized_expression') return decidedBy(kind, parent)
  return parent.type === 'if_statement' && !childOf(parent, 'alternative') ? parent : undefined
}

export const spaceless = ({ text }: Node): string => text.replace(/\s+/g, '')
