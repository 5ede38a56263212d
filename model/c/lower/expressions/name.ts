/**
 * Names and literals.
 */

import { constantOf, convert } from '../../ir/operators.ts'
import { own } from '../../ir/own.ts'
import { type Arithmetic, boolOf, intOf, VOID } from '../../ir/types.ts'
import { childOf, type Node } from '../../text/grammar.ts'
import { integer } from '../context/constants.ts'
import type { Lowering } from '../context/lowering.ts'
import { outsideNumber, outsideVariable } from '../context/outside.ts'
import { isPlace, type Value } from '../context/value.ts'
import { load, place } from './places/place.ts'
import { unknownValue } from './places/unknown-field.ts'
import { refuseNumber } from './values/fits.ts'
import { spelled } from './values/spelled.ts'

/** A number as written, typed by its suffix. */
export function literal<S>(at: Lowering<S>, node: Node): Value {
  const found = integer(node.text) ?? at.refuse(node, `the number ${node.text} is not understood`)
  if (Math.abs(found.value) > 1 || (found.value === 1 && isOfBits(node))) noteSize(at, node)
  return number(at, node, found)
}

/** Numbers get less large here than in the kernel: it is not seen where one makes a difference. */
const noteSize = <S>(at: Lowering<S>, node: Node): void =>
  at.unseen(node, 'how large numbers get is not known here', { ofSize: true })

/** What it is combined with has few bits here. `1 << x` has the bit that x says. */
function isOfBits(node: Node): boolean {
  const around = node.parent
  if (around?.type !== 'binary_expression') return false
  const operator = childOf(around, 'operator')!.text
  return /^(?:[&|^%]|>>)$/.test(operator) || (operator === '<<' && childOf(around, 'right')?.id === node.id)
}

function number<S>(at: Lowering<S>, node: Node, found: { value: number; type: string }): Value {
  const plain = at.type(node, found.type)
  const type = at.scalar(node, plain)
  const half = type.modulus / 2
  // A literal too large for int is unsigned, as a hexadecimal one is in C.
  const fitting =
    type.signed && found.value >= half ? (at.typeNamed(node, `unsigned ${type.name}`) as Arithmetic) : type
  if (found.value >= fitting.modulus || found.value < -half) refuseNumber(at, node, found.value, type)
  return { expr: constantOf(convertedConstant(found.value, fitting)), type: plain.kind === 'pointer' ? plain : fitting }
}

const convertedConstant = (constant: number, type: Arithmetic): number => {
  const expr = convert(constantOf(constant), undefined, type)
  return expr.kind === 'constant' ? expr.value : constant
}

/** A character as the number it is. */
export function character<S>(at: Lowering<S>, node: Node): number {
  if (node.text.length === 3) return node.text.charCodeAt(1)
  const codes: Record<string, number> = { '\\n': 10, '\\t': 9, '\\0': 0, '\\\\': 92, "\\'": 39 }
  return own(codes, node.text.slice(1, -1)) ?? at.refuse(node, `the character ${node.text} is not understood`)
}

/** The meaning of a name: a local, a parameter, or a constant. */
export function named<S>(at: Lowering<S>, node: Node): Value {
  const name = node.text
  const meaning = at.lookup(name)
  if (meaning) return isPlace(meaning) ? load(at, node, meaning) : meaning
  const macro = own(at.binding.macros ?? {}, name)
  if (macro?.parameters.length === 0) return spelled(at, node, name, macro.text)
  if (name === 'NULL') return { expr: constantOf(0), type: { kind: 'pointer', to: VOID } }
  if (name === 'true' || name === 'false') return { expr: constantOf(Number(name === 'true')), type: boolOf(at.model) }
  const constant = at.constants.get(name)
  if (constant) {
    at.names(node, name)
    if (constant.isOfFile && Math.abs(constant.value) > 1) noteSize(at, node)
    return number(at, node, constant)
  }
  // A pointer to a function: which one is up to those who call it.
  if (at.file.functions.some(fn => fn.name === name)) {
    at.unseen(node, 'which function it is makes no difference here')
    return { expr: constantOf(1), type: { kind: 'pointer', to: VOID } }
  }
  if (outsideVariable(at.file, name)) return load(at, node, place(at, node))
  const outside = outsideNumber(at.file, name)
  if (outside === 'changes') return unknownValue(at, node, name, name)
  if (outside !== undefined) return { expr: constantOf(outside), type: intOf(at.model) }
  return at.refuse(node, `nothing binds "${name}"`)
}
