/**
 * Lowers an expression: its effects into blocks, its value into arithmetic over locals.
 */
import { childOf, childrenOf, type Node } from '../grammar.ts'
import { writeShared } from './access.ts'
import { call } from './call.ts'
import { condition, decided } from './condition.ts'
import { typeOfDescriptor } from './declarator.ts'
import type { Binary, Unary } from './ir.ts'
import type { Lowering, Value } from './lowering.ts'
import { character, literal, named } from './name.ts'
import { binary, constantOf, convert, isComparison, read, truth, unary } from './operators.ts'
import { address, isPlace, load, type Place, place } from './place.ts'
import { assignStruct } from './record.ts'
import { statementList } from './statement.ts'
import { boolOf, type CType, common, intOf, longOf, promoted, VOID } from './types.ts'

/** The value of an expression; of a void call, a value of type void. */
export function value<S>(at: Lowering<S>, node: Node): Value {
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
      return cast(at, node, value(at, childOf(node, 'value')!), typeOfDescriptor(at, childOf(node, 'type')!))
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
    case 'call_expression':
      return call(at, node)
  }
  return at.refuse(node, `the expression "${node.text.slice(0, 60)}" (${node.type}) is not understood`)
}

/** The value converted as by assignment: pointers to different structs do not fit, as gcc would warn. */
export function fitting<S>(at: Lowering<S>, node: Node, from: Value, to: CType): Value {
  const [given, wanted] = [from.type, to].map(type =>
    type.kind === 'pointer' && type.to.kind === 'struct' ? type.to.name : '',
  )
  if (given !== '' && wanted !== '' && given !== wanted)
    at.refuse(node, `a struct ${given} * is taken for a struct ${wanted} *`)
  noteNarrowing(at, node, from, to)
  return cast(at, node, from, to)
}

/**
 * An int that is given a long loses what it cannot hold; here both have few values. Errors fit: PTR_ERR() is a long, and
 * goes into an int everywhere.
 */
function noteNarrowing<S>(at: Lowering<S>, node: Node, { expr, type }: Value, to: CType): void {
  if (type.kind !== 'arithmetic' || to.kind !== 'arithmetic' || expr.kind === 'constant') return
  const long = longOf(at.model).rank
  if (type.rank >= long && to.rank < long && to.rank > 0 && !/\bPTR_ERR/.test(node.text))
    at.unseen(node, `${type.name} becomes ${to.name}, and both are narrower here`)
}

/** The value converted to a scalar type, as by a cast. */
export function cast<S>(at: Lowering<S>, node: Node, from: Value, to: CType): Value {
  if (to.kind === 'void') return { expr: constantOf(0), type: VOID }
  const expr = convert(from.expr, at.scalar(node, from.type), at.scalar(node, to))
  return { expr, type: to, ...(from.points && to.kind === 'pointer' && { points: from.points }) }
}

/** Keeps a value in a local of its own, so that later changes do not touch it. */
export function kept<S>(at: Lowering<S>, node: Node, of: Value, what = 'kept'): Value {
  if (of.expr.kind === 'constant') return of
  const result = at.temporary(node, at.scalar(node, of.type), what)
  at.set(result, of.expr)
  return { ...of, expr: read(result) }
}

/** Puts a value where it belongs, converted. */
export function store<S>(at: Lowering<S>, node: Node, to: Place, from: Value): Value {
  if (to.kind === 'record') return assignStruct(at, node, to, from)
  if (to.kind !== 'scalar' && to.kind !== 'shared') return at.refuse(node, `"${node.text}" cannot be assigned to`)
  if (from.points) at.refuse(node, 'the address of a local is kept in a variable that changes')
  const fits = fitting(at, node, from, to.type)
  if (to.kind === 'shared') writeShared(at, node, to, fits.expr)
  else at.set(to.target, fits.expr)
  return to.kind === 'scalar' ? { expr: read(to.target), type: to.type } : fits
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
  const operand = convert(of.expr, scalar, type)
  if (operator === '+') return { expr: operand, type }
  return { expr: unary(operator as Unary, operand, type), type }
}

function binaryOf<S>(at: Lowering<S>, node: Node): Value {
  const operator = childOf(node, 'operator')!.text
  if (operator === '&&' || operator === '||')
    return decided(at, node, (yes, no) => condition(at, node, yes, no), intOf(at.model))
  const left = value(at, childOf(node, 'left')!)
  const right = value(at, childOf(node, 'right')!)
  return operate(at, node, operator as Binary, left, right, true)
}

/**
 * C's binary operators on two values.
 *
 * @param written true for what the author wrote, false for what a macro makes of it
 */
export function operate<S>(
  at: Lowering<S>,
  node: Node,
  operator: Binary,
  left: Value,
  right: Value,
  written = false,
): Value {
  const [a, b] = [at.scalar(node, left.type), at.scalar(node, right.type)]
  if (!isComparison(operator) && (left.type.kind === 'pointer' || right.type.kind === 'pointer')) {
    const moved = besides(at, node, operator, left, right)
    if (moved) return moved
    return at.refuse(node, `arithmetic on pointers, "${node.text}", is not understood`)
  }
  const shift = operator === '<<' || operator === '>>'
  const type = shift
    ? promoted(at.model, a)
    : left.type.kind === 'pointer'
      ? a
      : right.type.kind === 'pointer'
        ? b
        : common(at.model, a, b)
  const second = convert(right.expr, b, shift ? promoted(at.model, b) : type)
  if ((operator === '/' || operator === '%') && !(second.kind === 'constant' && second.value !== 0))
    at.assume(node, 'the divisor is not 0')
  if (shift && second.kind !== 'constant') at.assume(node, 'the shift is within the width of the type')
  const watched = written && /^[+*-]$/.test(operator) && !type.signed && type.rank >= longOf(at.model).rank
  const expr = binary(operator, convert(left.expr, a, type), second, type, watched)
  return { expr, type: isComparison(operator) ? intOf(at.model) : type }
}

/** A pointer some objects further, or back, in a row of them. */
function besides<S>(at: Lowering<S>, node: Node, operator: Binary, left: Value, right: Value): Value | undefined {
  const [pointer, by] = left.type.kind === 'pointer' ? [left, right] : [right, left]
  const to = pointer.type.kind === 'pointer' ? pointer.type.to : undefined
  const inRow = to?.kind === 'struct' ? to.name : to?.kind
  if (!inRow || !at.binding.rows?.includes(inRow) || by.type.kind !== 'arithmetic') return undefined
  if (operator !== '+' && !(operator === '-' && pointer === left)) return undefined
  const type = at.scalar(node, pointer.type)
  const count = convert(by.expr, at.scalar(node, by.type), type)
  return { expr: binary(operator, pointer.expr, count, type), type: pointer.type }
}

function conditional<S>(at: Lowering<S>, node: Node): Value {
  const [yes, no, after] = [at.block(), at.block(), at.block()]
  const consequence = childOf(node, 'consequence')
  const asked = consequence ? undefined : kept(at, node, value(at, childOf(node, 'condition')!))
  // The address of a local is not NULL.
  if (asked?.points) return asked
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
  at.set(result, convert(second.expr, b, scalar))
  at.jump(after)
  at.enter(yesEnd)
  at.set(result, convert(first.expr, a, scalar))
  at.jump(after)
  at.enter(after)
  return { expr: read(result), type }
}

function assignment<S>(at: Lowering<S>, node: Node): Value {
  const left = childOf(node, 'left')!
  const operator = childOf(node, 'operator')!.text
  const right = value(at, childOf(node, 'right')!)
  if (operator === '=') return remains(at, left, right) ?? store(at, node, place(at, left), right)
  // C reads the left side once; a shared field is read in a step of its own.
  const to = place(at, left)
  const held = right.expr.kind === 'constant' || to.kind === 'scalar' ? right : kept(at, node, right)
  return store(at, node, to, operate(at, node, operator.slice(0, -1) as Binary, load(at, left, to), held, true))
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
