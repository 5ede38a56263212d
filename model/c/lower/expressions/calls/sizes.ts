/**
 * Arguments that say how large something is.
 */
import { OF_RESULT } from '../../../ir/binding.ts'
import { childOf, type Node } from '../../../text/grammar.ts'
import type { Lowering } from '../../context/lowering.ts'
import { isPlace, structOf } from '../../context/value.ts'
import { place } from '../places/place.ts'

/** Whether an argument of a call is the size of a struct, or of what the result of the call points at. */
export const isSizeOf = <S>(at: Lowering<S>, arg: Node, struct: string | typeof OF_RESULT): boolean =>
  struct === OF_RESULT ? isSizeOfResult(at, arg) : measured(at, arg) === struct

/** The struct of which an argument is the size. */
function measured<S>(at: Lowering<S>, arg: Node): string | undefined {
  if (arg.type !== 'sizeof_expression') return undefined
  const spelled = /^struct\s+(\w+)$/.exec(childOf(arg, 'type')?.text ?? '')?.[1]
  const of = childOf(arg, 'value')
  if (!of) return spelled
  const measures = place(at, of)
  return measures.kind === 'record' ? measures.name : undefined
}

/** `sizeof(*f)`, or `*f` for a macro that measures it itself, of the variable that is set to the result; or the struct by name. */
function isSizeOfResult<S>(at: Lowering<S>, arg: Node): boolean {
  const variable = resultOf(arg)
  if (variable === undefined) return false
  const measures = arg.type === 'sizeof_expression' ? (childOf(arg, 'value') ?? childOf(arg, 'type')) : arg
  if (!measures) return false
  if (measures.text.replace(/[\s()]/g, '') === `*${variable}`) return true
  const spelled = /^struct\s+\w+$/.exec(measures.text)?.[0]
  const meaning = spelled === undefined ? undefined : at.lookup(variable)
  if (spelled === undefined || !meaning || !isPlace(meaning) || meaning.kind !== 'scalar') return false
  const type = at.type(measures, spelled)
  return type.kind === 'struct' && structOf({ type: meaning.type }) === type.name
}

/** The variable that is set to the result of the call to which an argument belongs. */
function resultOf(arg: Node): string | undefined {
  let set = arg.parent?.parent?.parent
  while (set?.type === 'parenthesized_expression') set = set.parent
  const left = set && (childOf(set, 'left') ?? childOf(set, 'declarator'))
  return /^\**\s*(\w+)$/.exec(left?.text ?? '')?.[1]
}
