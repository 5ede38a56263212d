/**
 * Casts to types that have a name of their own, before brackets: `(u32)(a - b)`. The grammar, which does not know which names
 * are types, reads a call.
 */
import { childOf, childrenOf, type Node } from './grammar.ts'

interface TypedefCast {
  readonly type: Node
  readonly value: Node
}

/** As kernel types are called. */
const TYPE = /^(?:__)?(?:[us]|[bl]e)(?:8|16|32|64)$|\w_t$|^(?:u?long|uint|ushort)$/

/** Nothing where a function is called. */
export function typedefCast(call: Node): TypedefCast | undefined {
  const callee = childOf(call, 'function')!
  if (callee.type !== 'parenthesized_expression') return undefined
  const [type, ...others] = childrenOf(callee)
  const [value, ...more] = childrenOf(childOf(call, 'arguments')!)
  if (type?.type !== 'identifier' || others.length > 0 || value === undefined || more.length > 0) return undefined
  return TYPE.test(type.text) ? { type, value } : undefined
}
