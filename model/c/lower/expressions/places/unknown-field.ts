/**
 * Reads a field or a variable that nothing names: it is taken to hold any value that its reader can tell apart.
 */
import type { BoundStep } from '../../../ir/binding.ts'
import { read } from '../../../ir/operators.ts'
import type { Node } from '../../../text/grammar.ts'
import type { Lowering } from '../../context/lowering.ts'
import type { CPlace, Value } from '../../context/value.ts'
import { stepTo } from './access.ts'
import { comparedWith, refuseObject, useOf } from './unknown.ts'

export const unknownField = <S>(
  at: Lowering<S>,
  node: Node,
  { struct, field }: Extract<CPlace, { kind: 'unknown' }>,
): Value => unknownValue(at, node, `${struct}->${field}`, field)

/** @param temporary by which name its value is kept */
export function unknownValue<S>(at: Lowering<S>, node: Node, name: string, temporary: string): Value {
  if (!at.binding.unknown) return at.refuse(node, `nothing binds ${name}`)
  const { type, variable } = useOf(at, node)
  if (type.kind === 'void' || type.kind === 'struct') return at.refuse(node, `nothing binds ${name}`)
  refuseObject(at, node, name, type)
  const isTested = variable !== undefined && new RegExp(`!\\s*${variable}\\b`).test(at.frame.fn.node.text)
  const compared = variable === undefined ? [] : comparedWith(at, variable)
  const values = type.kind === 'pointer' ? [1, ...(isTested ? [0] : [])] : [0, 1, ...compared]
  const { startIndex: start, endIndex: end } = at.snippet?.node ?? node
  at.unknown.push({ start, end, callee: name, reaches: true, ...(variable !== undefined && { variable }) })
  const words = [...new Set(values)]
  at.assume(node, `nothing binds ${name}: it is taken to be ${words.join(' or ')}`)
  const outcomes = Object.fromEntries(
    words.map((one, index): [string, BoundStep<S>['outcomes'][string]] => [
      index === 0 ? 'step' : `is ${one}`,
      { does: () => one },
    ]),
  )
  const scalar = at.scalar(node, type)
  const result = at.temporary(node, scalar, temporary)
  const bound: BoundStep<S> = { kind: 'step', type: 'int', args: [], outcomes }
  stepTo(at, {
    site: at.site(node, name, { assumed: type.kind === 'pointer' ? 'pointer' : 'number' }),
    bound,
    args: [],
    result,
    resultType: scalar,
  })
  return { expr: read(result), type }
}
