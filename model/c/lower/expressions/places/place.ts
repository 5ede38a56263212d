/**
 * Finds the place that an lvalue denotes, and loads what it holds.
 */

import type { Expr, Target } from '../../../ir/ir.ts'
import { binary, constantOf, convert } from '../../../ir/operators.ts'
import { own } from '../../../ir/own.ts'
import { longOf } from '../../../ir/types.ts'
import { childOf, type Node } from '../../../text/grammar.ts'
import { fieldOf } from '../../context/declared.ts'
import type { Lowering } from '../../context/lowering.ts'
import { value } from '../../context/nested.ts'
import { isOnlyOne, outsideVariable, settersOf } from '../../context/outside.ts'
import { type CPlace, isPlace, structOf, type Value } from '../../context/value.ts'
import { isAskedBefore, noteNull } from '../values/null.ts'
import { held } from '../values/pointers.ts'
import { stopUnless } from '../values/stop.ts'
import { shared } from './access.ts'
import { unknownField } from './unknown-field.ts'

/** The place that an lvalue denotes. */
export function place<S>(at: Lowering<S>, node: Node): CPlace {
  switch (node.type) {
    case 'parenthesized_expression':
      return place(at, node.namedChild(0)!)
    case 'identifier': {
      const meaning = at.lookup(node.text)
      if (!meaning) return global(at, node)
      if (isPlace(meaning)) return meaning
      return at.refuse(node, `"${node.text}" stands for a value here and cannot be changed`)
    }
    case 'field_expression': {
      const argument = childOf(node, 'argument')!
      const field = childOf(node, 'field')!.text
      const arrow = node.children.some(child => child.type === '->')
      return member(at, node, arrow ? pointedAt(at, argument) : place(at, argument), field)
    }
    case 'call_expression':
    case 'compound_literal_expression': {
      const { points, type } = value(at, node)
      if (type.kind === 'struct' && points) return points
      break
    }
    case 'pointer_expression':
      if (node.text.startsWith('*')) return pointedAt(at, childOf(node, 'argument')!)
      break
    case 'subscript_expression': {
      const row = place(at, childOf(node, 'argument')!)
      if (row.kind !== 'row') return at.refuse(node, `"${node.text}" is no entry of a local array`)
      const index = value(at, childOf(node, 'index')!)
      const expr = convert(index.expr, at.scalar(node, index.type), longOf(at.model))
      if (expr.kind !== 'constant')
        for (const isInside of [
          binary('>=', expr, constantOf(0), longOf(at.model)),
          binary('<', expr, constantOf(row.length), longOf(at.model)),
        ])
          stopUnless(at, isInside)
      else if (expr.value < 0 || expr.value >= row.length) return at.refuse(node, `"${node.text}" is outside the array`)
      return {
        kind: 'scalar',
        target: { kind: 'entry', first: row.first, length: row.length, index: expr },
        type: row.of,
      }
    }
  }
  return at.refuse(node, `"${node.text}" denotes no place that is understood`)
}

/** A variable outside functions. */
function global<S>(at: Lowering<S>, node: Node): CPlace {
  const { objects = {} } = at.binding
  const bound = own(objects, node.text)
  if (bound) return { kind: 'object', object: constantOf(bound.object), struct: bound.struct }
  const found =
    outsideVariable(at.file, node.text) ?? at.refuse(node, `"${node.text}" is not declared in this function`)
  if (found.object !== undefined) {
    // The only one of its kind is the one that is bound, whatever the file calls it.
    const known = Object.values(objects).find(({ struct }) => struct === found.struct)
    const object = known && isOnlyOne(at.file, found.struct) ? known.object : found.object
    return { kind: 'object', object: constantOf(object), struct: found.struct }
  }
  const { loads } = at.binding
  const changing = settersOf(at.file, node.text).find(setter => !loads?.test(setter))
  if (changing !== undefined)
    at.refuse(node, `${changing}() sets "${node.text}", and what calls leave outside functions is not known`)
  at.assume(node, `"${node.text}" was set when the file was loaded`)
  return at.madeOnce(node, node.text, found.struct)
}

/** The place to which the value of an expression points. */
function pointedAt<S>(at: Lowering<S>, node: Node): CPlace {
  const pointer = value(at, node)
  if (pointer.mayBeNull && !isAskedBefore(node, at.binding.asksForNull ?? [])) noteNull(at, node, node)
  if (pointer.points) return pointer.points
  follow(at, node, pointer)
  if (pointer.type.kind === 'pointer' && pointer.type.to.kind === 'struct') {
    const [is, taken] = [structOf(pointer), pointer.type.to.name]
    if (is !== taken) at.refuse(node, `a struct ${is} * is taken for a struct ${taken} *`)
    return { kind: 'object', object: pointer.expr, struct: taken }
  }
  return at.refuse(node, `it is not known what "${node.text}" points at`)
}

/** Whoever looks into what is no object, but NULL or an error, goes no further. */
export function follow<S>(at: Lowering<S>, node: Node, { expr, type }: Value): void {
  const struct = type.kind === 'pointer' && type.to.kind === 'struct' ? type.to.name : ''
  if (!at.binding.followed?.includes(struct)) return
  stopUnless(at, binary('>', expr, constantOf(0), at.scalar(node, type)))
}

function member<S>(at: Lowering<S>, node: Node, of: CPlace, field: string): CPlace {
  if (of.kind === 'record')
    return of.fields.get(field) ?? at.refuse(node, `struct ${of.name} has no field "${field}" that is known`)
  if (of.kind !== 'object') return at.refuse(node, `"${node.text}" is no field of a struct`)
  const found = fieldOf(at, of.struct, field)
  if (!found) return { kind: 'unknown', struct: of.struct, field }
  at.names(node, `${of.struct}->${field}`)
  const type = at.type(node, found.type)
  if (type.kind === 'struct') return { kind: 'object', object: shifted(at, of.object, found.offset), struct: type.name }
  return { kind: 'shared', object: of.object, struct: of.struct, field, type }
}

/** The number of a struct within the object; within NULL there is none. */
function shifted<S>(at: Lowering<S>, object: Expr, offset = 0): Expr {
  if (offset === 0) return object
  const type = longOf(at.model)
  return binary('+', object, binary('*', binary('>', object, constantOf(0), type), constantOf(offset), type), type)
}

/** The value in a place. */
export function load<S>(at: Lowering<S>, node: Node, from: CPlace): Value {
  switch (from.kind) {
    case 'scalar':
      return held(at, from.target, from.type)
    case 'shared':
      return shared(at, node, from)
    case 'row':
      return { expr: constantOf(1), type: { kind: 'pointer', to: from.of }, points: from }
    case 'record':
      return { expr: constantOf(1), type: { kind: 'struct', name: from.name }, points: from }
    case 'object':
      return at.refuse(node, `the shared struct "${node.text}" is used as a value`)
    case 'unknown':
      return unknownField(at, node, from)
  }
}

/** The address of a place: for what is shared the number of the object, for a local a value that knows its place. */
export function address<S>(at: Lowering<S>, node: Node, of: CPlace): Value {
  switch (of.kind) {
    case 'object':
      return { expr: of.object, type: { kind: 'pointer', to: { kind: 'struct', name: of.struct } } }
    case 'shared':
      if (fieldOf(at, of.struct, of.field)!.addressed)
        return { expr: of.object, type: { kind: 'pointer', to: of.type } }
      return at.refuse(node, `the address of ${of.struct}->${of.field} is taken, which is a number there`)
    case 'scalar':
      return { expr: constantOf(1), type: { kind: 'pointer', to: of.type }, points: of }
    case 'record':
      return { expr: constantOf(1), type: { kind: 'pointer', to: { kind: 'struct', name: of.name } }, points: of }
    case 'row':
      return { expr: constantOf(1), type: { kind: 'pointer', to: of.of }, points: of }
    case 'unknown':
      return at.refuse(node, `nothing binds ${of.struct}->${of.field}`)
  }
}

/** All locals of a place, in order. */
export function targetsOf(of: CPlace): Target[] {
  if (of.kind === 'scalar') return [of.target]
  if (of.kind === 'record') return [...of.fields.values()].flatMap(targetsOf)
  if (of.kind === 'row') return Array.from({ length: of.length }, (_, at) => ({ kind: 'local', local: of.first + at }))
  return []
}
