/**
 * Expressions of C as values, with the events that evaluating them makes.
 */

import { doesSomething, onlyTells } from '../changes/messages.ts'
import { own } from '../ir/own.ts'
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import { typedefCast } from '../text/typedef-cast.ts'
import { type Building, StableWritten } from './building.ts'
import { declaredBy } from './declared.ts'
import type { ProgramValue } from './program.ts'
import { constant, isSigned, number } from './term.ts'

const term = (name: string, value?: number, type?: string): ProgramValue => ({
  kind: 'term',
  term: constant(name, value, type),
})
const ZERO: ProgramValue = { kind: 'term', term: number(0) }
const ONE: ProgramValue = { kind: 'term', term: number(1) }

export function evaluated(at: Building, node: Node): ProgramValue {
  switch (node.type) {
    case 'parenthesized_expression':
      return evaluated(at, only(at, node))
    case 'number_literal':
      return literal(node.text)
    case 'string_literal':
    case 'concatenated_string':
    case 'char_literal':
    case 'offsetof_expression':
      return term(node.text.replace(/\s+/g, ' '))
    case 'sizeof_expression':
      return term(`sizeof(${measuredType(at, node)})`)
    case 'true':
      return term('1', 1, 'bool')
    case 'false':
      return term('0', 0, 'bool')
    case 'null':
      return ZERO
    case 'identifier':
    case 'field_expression':
    case 'subscript_expression':
      return read(at, placeOf(at, node))
    case 'pointer_expression':
      return node.text.startsWith('&') ? addressOf(at, childOf(node, 'argument')!) : read(at, placeOf(at, node))
    case 'unary_expression':
      return unary(at, node)
    case 'binary_expression':
      return binary(at, node)
    case 'conditional_expression':
      return choice(at, node)
    case 'assignment_expression':
      return assignment(at, node)
    case 'update_expression':
      return update(at, node)
    case 'cast_expression':
      return {
        kind: 'converted',
        value: evaluated(at, childOf(node, 'value')!),
        type: at.plain(childOf(node, 'type')!.text),
      }
    case 'comma_expression':
      evaluated(at, childOf(node, 'left')!)
      return evaluated(at, childOf(node, 'right')!)
    case 'call_expression': {
      const cast = typedefCast(node)
      if (cast) return { kind: 'converted', value: evaluated(at, cast.value), type: at.plain(cast.type.text) }
      return call(at, node)
    }
  }
  return at.refuse(node)
}

/** What sizeof measures: a type, or an expression with the types of its variables. */
function measuredType(at: Building, node: Node): string {
  const type = childOf(node, 'type')
  if (type) return at.plain(type.text)
  let measured = childOf(node, 'value')!
  while (measured.type === 'parenthesized_expression') measured = only(at, measured)
  const pointed = /^\*\s*(\w+)$/.exec(measured.text)?.[1]
  const typeOf = (name: string) => beingDeclared(at, node, name) ?? at.local(name)?.type
  const known = typeOf(pointed ?? measured.text)
  if (known !== undefined && pointed === undefined) return known
  if (known?.endsWith('*')) return known.slice(0, -1).trim()
  return measured.text.replace(/\s+/g, ' ').replace(/(?<![.>]\s*)\b[A-Za-z_]\w*/g, name => {
    const type = typeOf(name)
    return type === undefined ? name : `${name}: ${type}`
  })
}

/** The type of a variable in whose initialiser the node stands: it is known there already. */
function beingDeclared(at: Building, node: Node, name: string): string | undefined {
  let around: Node | null = node
  while (around && around.type !== 'declaration') around = around.parent
  return around ? declaredBy(around, at.plain).find(one => one.name === name)?.type : undefined
}

const only = (at: Building, node: Node): Node => {
  const [inner] = childrenOf(node)
  return inner && inner.type !== 'compound_statement' ? inner : at.refuse(node)
}

function literal(text: string): ProgramValue {
  const [, digits, suffix] = /^(0x[\da-f]+|\d+)([ul]*)$/i.exec(text) ?? []
  if (digits === undefined) return term(text)
  const kind = suffix!.toLowerCase()
  const type = kind === '' ? 'int' : `${kind.includes('u') ? 'unsigned ' : ''}long${kind.includes('ll') ? ' long' : ''}`
  const value = Number(digits)
  return value < 2 ** 31 && kind !== 'u' ? term(digits, value, type) : term(text)
}

/** A local, or a place in memory: the field, and the object that has it. */
type AccessPlace =
  | { readonly kind: 'local'; readonly local: string; readonly type?: string }
  | { readonly kind: 'memory'; readonly field: string; readonly base: ProgramValue }
  | { readonly kind: 'value'; readonly value: ProgramValue }

function placeOf(at: Building, node: Node): AccessPlace {
  switch (node.type) {
    case 'parenthesized_expression':
      return placeOf(at, only(at, node))
    case 'identifier': {
      const name = node.text
      const local = at.local(name)
      if (local)
        return local.inMemory
          ? { kind: 'memory', field: '*', base: term(`&${local.name}`) }
          : { kind: 'local', local: local.name, ...(local.type && { type: local.type }) }
      const known = own(at.names.numbers, name)
      if (known) return { kind: 'value', value: term(name, known.value, known.type) }
      if (at.names.isGiven(name)) return { kind: 'value', value: term(name) }
      if (name === 'NULL') return { kind: 'value', value: ZERO }
      if (/^[A-Z][A-Z\d_]*$/.test(name) || at.isFunction(name)) return { kind: 'value', value: term(name) }
      return { kind: 'memory', field: '*', base: term(`&${name}`) }
    }
    case 'field_expression': {
      const object = childOf(node, 'argument')!
      const field = childOf(node, 'field')!.text
      const isPointer = node.children.some(one => one.type === '->')
      return { kind: 'memory', field, base: isPointer ? evaluated(at, object) : addressOf(at, object) }
    }
    case 'subscript_expression': {
      const base = evaluated(at, childOf(node, 'argument')!)
      const index = evaluated(at, childOf(node, 'index')!)
      return { kind: 'memory', field: '*', base: { kind: 'apply', op: '[]', args: [base, index] } }
    }
    case 'pointer_expression':
      return { kind: 'memory', field: '*', base: evaluated(at, childOf(node, 'argument')!) }
  }
  return { kind: 'value', value: evaluated(at, node) }
}

function read(at: Building, place: AccessPlace): ProgramValue {
  if (place.kind === 'local') return { kind: 'local', local: place.local }
  if (place.kind === 'value') return place.value
  const op = `->${place.field}`
  const type = own(own(at.names.fields, at.typeIn(place.base) ?? '') ?? {}, place.field)
  const known = type === undefined ? {} : { type: at.plain(type.type) }
  // What stands in a local is set by whoever has it.
  const isStable = place.base.kind !== 'term' && type?.stable === true && at.isStable(place.field)
  return { kind: isStable ? 'apply' : 'read', op, args: [place.base], ...known }
}

function addressOf(at: Building, node: Node): ProgramValue {
  const place = placeOf(at, node)
  if (place.kind !== 'memory') return at.refuse(node)
  return place.field === '*' ? place.base : { kind: 'apply', op: `&->${place.field}`, args: [place.base] }
}

function write(at: Building, node: Node, place: AccessPlace, value: ProgramValue): void {
  if (place.kind === 'value') at.refuse(node)
  else if (place.kind === 'local') at.set(place.local, value, place.type)
  else if (
    own(own(at.names.fields, at.typeIn(place.base) ?? '') ?? {}, place.field)?.stable &&
    at.isStable(place.field)
  )
    throw new StableWritten(place.field)
  else at.event(`->${place.field} =`, [place.base, value])
}

function unary(at: Building, node: Node): ProgramValue {
  const operator = childOf(node, 'operator')!.text
  const value = evaluated(at, childOf(node, 'argument')!)
  if (operator === '!') return { kind: 'apply', op: '==', args: [{ kind: 'truth', value }, ZERO] }
  return operator === '+' ? value : { kind: 'apply', op: operator, args: [value] }
}

function binary(at: Building, node: Node): ProgramValue {
  const operator = childOf(node, 'operator')!.text
  if (operator === '&&' || operator === '||') return asked(at, node, ONE, ZERO)
  const [left, right] = [evaluated(at, childOf(node, 'left')!), evaluated(at, childOf(node, 'right')!)]
  return { kind: 'apply', op: operator, args: [left, right] }
}

/** One of two values, as the condition comes out. */
function asked(at: Building, node: Node, yes: ProgramValue, no: ProgramValue): ProgramValue {
  const [holds, fails, after] = [at.block(), at.block(), at.block()]
  const made = at.temporary()
  condition(at, node, holds, fails)
  for (const [block, value] of [
    [holds, yes],
    [fails, no],
  ] as const) {
    at.enter(block)
    at.set(made, value)
    at.jump(after)
  }
  at.enter(after)
  return { kind: 'local', local: made }
}

function choice(at: Building, node: Node): ProgramValue {
  const [holds, fails, after] = [at.block(), at.block(), at.block()]
  const [made, arms] = [at.temporary(), [] as { readonly block: number; readonly value: ProgramValue }[]]
  const asks = childOf(node, 'condition')!
  const consequence = childOf(node, 'consequence')
  if (consequence) condition(at, asks, holds, fails)
  else {
    at.set(made, evaluated(at, asks))
    at.branch({ kind: 'truth', value: { kind: 'local', local: made } }, holds, fails)
  }
  for (const [block, arm] of [
    [holds, consequence],
    [fails, childOf(node, 'alternative')!],
  ] as const) {
    at.enter(block)
    arms.push({ value: arm ? evaluated(at, arm) : { kind: 'local', local: made }, block: at.here() })
  }
  const isPlain = keepsBoth(at, arms[0]!.value, arms[1]!.value)
  for (const { value, block } of arms) {
    at.enter(block)
    at.set(made, isPlain ? value : { kind: 'apply', op: `?: ${node.text.replace(/\s+/g, ' ')}`, args: [value] })
    at.jump(after)
  }
  at.enter(after)
  return { kind: 'local', local: made }
}

/** Both arms become the one type that holds both, which may change a number of one of them. */
function keepsBoth(at: Building, one: ProgramValue, other: ProgramValue): boolean {
  const isName = (value: ProgramValue) => value.kind === 'term' && !value.term.key.startsWith('-')
  if (isName(one) && isName(other)) return true
  const types = [one, other].map(value => at.typeIn(value))
  if (types[0] !== undefined && types[0] === types[1]) return true
  return types.every(isSigned) || types.every(type => type === 'int' || type?.endsWith('*'))
}

export function condition(at: Building, node: Node, yes: number, no: number): void {
  const inner = node.type === 'parenthesized_expression' ? childrenOf(node)[0]! : node
  if (inner !== node) {
    condition(at, inner, yes, no)
    return
  }
  const operator = node.type.match(/^(?:binary|unary)_expression$/) ? childOf(node, 'operator')!.text : ''
  if (operator === '&&' || operator === '||') {
    const next = at.block()
    condition(at, childOf(node, 'left')!, operator === '&&' ? next : yes, operator === '&&' ? no : next)
    at.enter(next)
    condition(at, childOf(node, 'right')!, yes, no)
  } else if (operator === '!') condition(at, childOf(node, 'argument')!, no, yes)
  else at.branch({ kind: 'truth', value: evaluated(at, node) }, yes, no)
}

function assignment(at: Building, node: Node): ProgramValue {
  const place = placeOf(at, childOf(node, 'left')!)
  const operator = childOf(node, 'operator')!.text
  const given = evaluated(at, childOf(node, 'right')!)
  const value: ProgramValue =
    operator === '=' ? given : { kind: 'apply', op: operator.slice(0, -1), args: [read(at, place), given] }
  write(at, node, place, value)
  return place.kind === 'local' ? read(at, place) : value
}

function update(at: Building, node: Node): ProgramValue {
  const place = placeOf(at, childOf(node, 'argument')!)
  const old = at.temporary()
  at.set(old, read(at, place))
  const isFirst = node.child(0)!.type === childOf(node, 'operator')!.type
  const next: ProgramValue = {
    kind: 'apply',
    op: childOf(node, 'operator')!.text[0]!,
    args: [{ kind: 'local', local: old }, ONE],
  }
  write(at, node, place, next)
  return isFirst ? (place.kind === 'local' ? read(at, place) : next) : { kind: 'local', local: old }
}

function call(at: Building, node: Node): ProgramValue {
  const callee = childOf(node, 'function')!
  const given = childrenOf(childOf(node, 'arguments')!)
  if (callee.type !== 'identifier' || at.local(callee.text)) {
    const called = evaluated(at, callee)
    return event(at, '(*)', [called, ...given.map(one => evaluated(at, one))])
  }
  const name = callee.text
  const { names } = at
  // As large as it is declared, wherever it is asked.
  if (name === 'ARRAY_SIZE') return { kind: 'apply', op: name, args: [addressOf(at, given[0]!)], type: 'unsigned long' }
  if (name === 'likely' || name === 'unlikely') return evaluated(at, given[0]!)
  const isQuestion = (called: string) => names.pure(called) || names.reads(called)
  const isDropped = onlyTells(node) && (names.alwaysPrints(name) || !doesSomething(node, isQuestion))
  if (names.isPrinting(name) && !at.isFunction(name) && isDropped) {
    for (const one of given) evaluated(at, one)
    return ZERO
  }
  if (names.isCheck(name)) return check(at, name, given)
  const inline = own(names.inline, name)
  if (inline)
    return at.inlineText(
      node,
      inline,
      given.map(one => evaluated(at, one)),
    )
  if (at.isInlined(name))
    return at.inlineFunction(
      node,
      name,
      given.map(one => evaluated(at, one)),
    )
  if (names.pure(name) || names.reads(name)) {
    const type = at.typeOf(name)
    const args = given.map(one => evaluated(at, one))
    return { kind: names.pure(name) ? 'apply' : 'read', op: name, args, ...(type && { type }) }
  }
  if (at.isMacro(name)) return at.refuse(node)
  // A macro may take a place where a function takes its value.
  const isMacro = /^[A-Z\d_]+$/.test(name) || names.sets(name)
  const args = given.flatMap(one => {
    const place = isMacro ? placeOf(at, one) : undefined
    return place?.kind === 'memory' ? [place.base, term(place.field)] : [evaluated(at, one)]
  })
  const set = names.sets(name) ? given.flatMap(one => at.local(one.text) ?? []) : []
  const result = event(at, name, args)
  for (const { name: local, type } of set) at.give(local, type)
  return result
}

function event(at: Building, name: string, args: readonly ProgramValue[]): ProgramValue {
  const made = at.temporary()
  const type = at.typeOf(name)
  at.event(name, args, [{ local: made, ...(type && { type }) }])
  return { kind: 'local', local: made }
}

/** A check does something where its condition holds: it tells of it, or it stops the kernel. */
function check(at: Building, name: string, [asks, ...rest]: readonly Node[]): ProgramValue {
  const [fires, passes, after] = [at.block(), at.block(), at.block()]
  const made = at.temporary()
  condition(at, asks!, fires, passes)
  at.enter(fires)
  // Of a message only what it prints may do something.
  at.event(
    name,
    rest.filter(({ type }) => !/string/.test(type)).map(one => evaluated(at, one)),
  )
  at.set(made, ONE)
  if (at.names.isFatal(name)) at.stop()
  else at.jump(after)
  at.enter(passes)
  at.set(made, ZERO)
  at.jump(after)
  at.enter(after)
  return { kind: 'local', local: made }
}
