/**
 * Lowers an expression: its effects into blocks, its value into arithmetic over locals.
 */

import type { Binary, Unary } from '../../ir/ir.ts'
import { constantOf, truth, unary } from '../../ir/operators.ts'
import { boolOf, common, intOf, promoted, VOID } from '../../ir/types.ts'
import { childOf, childrenOf, type Node } from '../../text/grammar.ts'
import { typedefCast } from '../../text/typedef-cast.ts'
import { typeOfDescriptor } from '../context/declarator.ts'
import type { Lowering } from '../context/lowering.ts'
import { statementList, value } from '../context/nested.ts'
import { type CPlace, isPlace, type Value } from '../context/value.ts'
import { call } from './calls/call.ts'
import { character, literal, named } from './name.ts'
import { address, load, place } from './places/place.ts'
import { compoundLiteral } from './places/record.ts'
import { castTo, isIgnored, kept, store, storeNowhere } from './places/store.ts'
import { condition, decided } from './values/condition.ts'
import { hasEffects } from './values/effects.ts'
import { converting } from './values/fits.ts'
import { noteNull } from './values/null.ts'
import { operate } from './values/operate.ts'
import { held, keep } from './values/pointers.ts'

/** The value of an expression; of a void call, a value of type void. */
export function expression<S>(at: Lowering<S>, node: Node): Value {
  switch (node.type) {
    case 'number_literal':
      return literal(at, node)
    case 'char_literal':
      return { expr: constantOf(character(at, node)), type: intOf(at.model) }
    case 'string_literal':
    case 'concatenated_string':
      return { expr: constantOf(1), type: { kind: 'pointer', to: intOf(at.model) } }
    case 'true':
    case 'false':
      return { expr: constantOf(Number(node.type === 'true')), type: boolOf(at.model) }
    case 'null':
      return { expr: constantOf(0), type: { kind: 'pointer', to: VOID } }
    case 'identifier':
      return named(at, node)
    case 'field_expression':
    case 'subscript_expression':
      return load(at, node, place(at, node))
    case 'pointer_expression':
      if (node.text.startsWith('&')) return address(at, node, place(at, childOf(node, 'argument')!))
      return load(at, node, place(at, node))
    case 'parenthesized_expression':
      return parenthesized(at, node)
    case 'cast_expression':
      return castTo(at, node, value(at, childOf(node, 'value')!), typeOfDescriptor(at, childOf(node, 'type')!))
    case 'unary_expression':
      return unaryOf(at, node)
    case 'binary_expression':
      return binaryOf(at, node)
    case 'conditional_expression':
      return conditional(at, node)
    case 'assignment_expression':
      return assignment(at, node)
    case 'update_expression':
      return update(at, node)
    case 'comma_expression':
      value(at, childOf(node, 'left')!)
      return value(at, childOf(node, 'right')!)
    case 'call_expression': {
      const cast = typedefCast(node)
      if (cast) return castTo(at, node, value(at, cast.value), at.type(cast.type, cast.type.text))
      return call(at, node)
    }
    case 'compound_literal_expression':
      return compoundLiteral(at, node)
  }
  return at.refuse(node, `the expression "${node.text.slice(0, 60)}" (${node.type}) is not understood`)
}

function parenthesized<S>(at: Lowering<S>, node: Node): Value {
  const inner = childrenOf(node)[0]!
  if (inner.type !== 'compound_statement') return value(at, inner)
  // A statement expression: its value is that of its last statement.
  return at.within(() => {
    const statements = childrenOf(inner)
    const last = statements.at(-1)
    const yields = last?.type === 'expression_statement' ? childrenOf(last)[0] : undefined
    statementList(at, yields ? statements.slice(0, -1) : statements)
    return yields ? kept(at, yields, value(at, yields), 'yield') : { expr: constantOf(0), type: VOID }
  })
}

function unaryOf<S>(at: Lowering<S>, node: Node): Value {
  const operator = childOf(node, 'operator')!.text
  const of = value(at, childOf(node, 'argument')!)
  const scalar = at.scalar(node, of.type)
  if (operator === '!') return { expr: unary('!', of.expr, scalar), type: intOf(at.model) }
  const type = promoted(at.model, scalar)
  const operand = converting(at, node, of.expr, scalar, type)
  if (operator === '+') return { expr: operand, type }
  return { expr: unary(operator as Unary, operand, type), type }
}

function binaryOf<S>(at: Lowering<S>, node: Node): Value {
  const operator = childOf(node, 'operator')!.text
  if (operator === '&&' || operator === '||')
    return decided(at, node, (yes, no) => condition(at, node, yes, no), intOf(at.model))
  const left = value(at, childOf(node, 'left')!)
  const right = value(at, childOf(node, 'right')!)
  return operate(at, node, operator as Binary, left, right, !isOverflowTest(node))
}

/** `a + b` in `a + b < a`, which asks whether the sum wraps. */
function isOverflowTest(sum: Node): boolean {
  const above = sum.parent?.type === 'parenthesized_expression' ? sum.parent.parent : sum.parent
  if (childOf(sum, 'operator')?.text !== '+' || above?.type !== 'binary_expression') return false
  if (!/^[<>]$/.test(childOf(above, 'operator')?.text ?? '')) return false
  const summands = [childOf(sum, 'left')!.text, childOf(sum, 'right')!.text]
  return [childOf(above, 'left')!.text, childOf(above, 'right')!.text].some(text => summands.includes(text))
}

function conditional<S>(at: Lowering<S>, node: Node): Value {
  const [yes, no, after] = [at.block(), at.block(), at.block()]
  const consequence = childOf(node, 'consequence')
  const asked = consequence ? undefined : kept(at, node, value(at, childOf(node, 'condition')!))
  // The address of a local is not NULL.
  if (asked?.points) {
    if (asked.mayBeNull) noteNull(at, node, childOf(node, 'condition')!)
    return asked
  }
  if (asked) at.decide(childOf(node, 'condition')!, truth(asked.expr, at.scalar(node, asked.type)), yes, no)
  else condition(at, childOf(node, 'condition')!, yes, no)
  at.enter(yes)
  const first = consequence ? value(at, consequence) : asked!
  const yesEnd = at.block()
  at.jump(yesEnd)
  at.enter(no)
  const second = value(at, childOf(node, 'alternative')!)
  if (first.type.kind === 'void' || second.type.kind === 'void') {
    at.jump(after)
    at.enter(yesEnd)
    at.jump(after)
    at.enter(after)
    return { expr: constantOf(0), type: VOID }
  }
  const [a, b] = [at.scalar(node, first.type), at.scalar(node, second.type)]
  const pointer = [first.type, second.type].find(type => type.kind === 'pointer' && type.to.kind !== 'void')
  const type = pointer ?? (first.type.kind === 'pointer' ? first.type : common(at.model, a, b))
  const scalar = at.scalar(node, type)
  const result = at.temporary(node, scalar, 'either')
  keep(at, result, { ...second, expr: converting(at, node, second.expr, b, scalar) })
  at.jump(after)
  at.enter(yesEnd)
  keep(at, result, { ...first, expr: converting(at, node, first.expr, a, scalar) })
  at.jump(after)
  at.enter(after)
  return held(at, result, type)
}

function assignment<S>(at: Lowering<S>, node: Node): Value {
  const left = childOf(node, 'left')!
  const operator = childOf(node, 'operator')!.text
  const ignored = ignoredPlace(at, left, childOf(node, 'right')!)
  if (ignored) return storeNowhere(at, node, ignored)
  const right = value(at, childOf(node, 'right')!)
  if (operator === '=') return remains(at, left, right) ?? store(at, node, place(at, left), right)
  // C reads the left side once; a shared field is read in a step of its own.
  const to = place(at, left)
  const held = right.expr.kind === 'constant' || to.kind === 'scalar' ? right : kept(at, node, right)
  return store(at, node, to, operate(at, node, operator.slice(0, -1) as Binary, load(at, left, to), held, true))
}

/** A field that no world has: what is assigned to it need not be known. */
function ignoredPlace<S>(at: Lowering<S>, left: Node, right: Node): CPlace | undefined {
  if (left.type !== 'field_expression' || hasEffects(right) || hasEffects(left)) return undefined
  const to = place(at, left)
  return isIgnored(at, to) ? to : undefined
}

/** A pointer to a local that is assigned what it points at already. */
function remains<S>(at: Lowering<S>, left: Node, right: Value): Value | undefined {
  const meaning = left.type === 'identifier' ? at.lookup(left.text) : undefined
  if (!meaning || isPlace(meaning) || meaning.points === undefined) return undefined
  return meaning.points === right.points ? meaning : undefined
}

function update<S>(at: Lowering<S>, node: Node): Value {
  const argument = childOf(node, 'argument')!
  const to = place(at, argument)
  const before = load(at, argument, to)
  const one: Value = { expr: constantOf(1), type: intOf(at.model) }
  const postfix = node.child(0)!.id === argument.id
  const used = node.parent?.type !== 'expression_statement' && node.parent?.type !== 'for_statement'
  const old = postfix && used ? kept(at, node, before) : before
  const after = store(at, node, to, operate(at, node, node.text.includes('++') ? '+' : '-', old, one, true))
  return postfix ? old : after
}
