/**
 * Lowers a call: of a macro every kernel file uses, of a function of the same file, or of what the binding names.
 */

import type { ArgumentUse, Bound, Silent } from '../../../ir/binding.ts'
import type { Argument, CallSite } from '../../../ir/ir.ts'
import { constantOf, read } from '../../../ir/operators.ts'
import { own } from '../../../ir/own.ts'
import { calledFor } from '../../../ir/stands-in.ts'
import { VOID } from '../../../ir/types.ts'
import { childOf, childrenOf, type Node } from '../../../text/grammar.ts'
import type { Lowering } from '../../context/lowering.ts'
import { expanded, macroOf } from '../../context/macro.ts'
import { value } from '../../context/nested.ts'
import type { Value } from '../../context/value.ts'
import { stepTo } from '../places/access.ts'
import { follow, targetsOf } from '../places/place.ts'
import { unknownCall } from '../places/unknown.ts'
import { hasEffects } from '../values/effects.ts'
import { spelled } from '../values/spelled.ts'
import { builtinOf, leastArguments } from './builtins.ts'
import { inlined } from './inline.ts'
import { refuseOtherStructs, requireArguments } from './required.ts'
import { isSizeOf } from './sizes.ts'

const NOTHING: Value = { expr: constantOf(0), type: VOID }

export function call<S>(at: Lowering<S>, node: Node): Value {
  const callee = childOf(node, 'function')!
  const args = childrenOf(childOf(node, 'arguments')!)
  if (callee.type === 'field_expression') {
    const name = `->${childOf(callee, 'field')!.text}`
    return bound(at, node, name, [childOf(callee, 'argument')!, ...args])
  }
  if (callee.type !== 'identifier') return at.refuse(node, `the callee of "${node.text.slice(0, 60)}" is not known`)
  const name = callee.text
  const meaning = own(at.binding.functions, name)
  const runs = calledFor(at.binding, name)
  const fn = at.inlines(runs) ? at.file.functions.find(one => one.name === runs) : undefined
  if (fn && runs !== name) noteAlike(at, node, meaning!)
  if (fn) return inlined(at, node, fn, args)
  if (meaning) return bound(at, node, name, args)
  const builtin = builtinOf(at.binding, name)
  if (builtin && args.length < leastArguments(name))
    return at.refuse(node, `${name}() takes ${leastArguments(name)} arguments and is given ${args.length}`)
  if (builtin) return builtin(at, node, args)
  const given = args.map(arg => arg.text)
  const macro = own(at.binding.macros ?? {}, name) ?? macroOf(at, node, name, given)
  if (macro && !at.expanding.includes(name)) return spelled(at, node, name, expanded(at, node, name, macro, given))
  return bound(at, node, name, args)
}

/** A call of something the binding names. */
function bound<S>(at: Lowering<S>, node: Node, name: string, args: readonly Node[]): Value {
  const meaning = own(at.binding.functions, name)
  if (!meaning) return unknownCall(at, node, name, args)
  if (meaning.kind === 'silent') {
    at.unseen(node, `${name}(): ${meaning.why}`, { ofCall: true })
    for (const arg of args) if (hasEffects(arg)) value(at, arg)
    return NOTHING
  }
  if (args.filter(hasEffects).length > 1) at.assume(node, 'arguments are evaluated from left to right')
  const site = at.site(node, name.replace('->', ''))
  const passed = args.map((arg, index) => passedTo(at, arg, meaning.args[index]))
  for (const to of passed.flatMap(({ points }) => (points ? targetsOf(points) : []))) at.noteSet(to)
  for (const [index, one] of passed.entries()) if (!mayBeNull(meaning.args[index])) follow(at, args[index]!, one)
  refuseOtherStructs(at, name, meaning, args, passed)
  const given = passed.map(argumentsOf)
  requireArguments(at, node, name, meaning, args, passed, given)
  noteUnseen(at, node, name, meaning, args, passed)
  const call = { site, args: given.flat() }
  if (meaning.kind === 'leave') {
    at.add({ kind: 'do', call: { ...call, bound: meaning } })
    return NOTHING
  }
  if (meaning.kind === 'enter') {
    stepTo(at, { ...call, bound: meaning })
    return NOTHING
  }
  const type = at.type(node, meaning.type)
  const scalar = type.kind === 'void' ? undefined : at.scalar(node, type)
  const result = scalar && at.temporary(node, scalar, name.replace('->', '').replace(/\W/g, '_'))
  const made: CallSite<S> = { ...call, bound: meaning, ...(scalar && { result: result!, resultType: scalar }) }
  if (meaning.kind === 'value') at.add({ kind: 'do', call: made })
  else stepTo(at, made)
  if (!result) return NOTHING
  return { expr: read(result), type, ...(at.binding.mayReturnNull?.includes(name) && { mayBeNull: true }) }
}

const mayBeNull = <S>(argument: ArgumentUse<S> | undefined): boolean =>
  typeof argument === 'object' && 'must' in argument && argument.mayBeNull === true

/**
 * An answer that is always the same, and a number that only has to be what it is: other code may come to the same here.
 * A pointer to the one object of its kind is what it has to be, or it is not.
 */
function noteUnseen<S>(
  at: Lowering<S>,
  node: Node,
  name: string,
  meaning: Exclude<Bound<S>, Silent>,
  args: readonly Node[],
  passed: readonly Value[],
): void {
  if (meaning.kind === 'value' && meaning.constant !== undefined && !meaning.isObject)
    at.unseen(node, `${name}(): ${meaning.constant}`)
  noteAlike(at, node, meaning)
  for (const [index, argument] of meaning.args.slice(0, args.length).entries()) {
    if (typeof argument !== 'object' || !('must' in argument)) continue
    const { expr, type } = passed[index]!
    const isSpelled = argument.oneOf !== undefined && expr.kind === 'constant'
    if (!isSpelled && !argument.isUnique && type.kind !== 'pointer')
      at.unseen(args[index]!, `${name}() is only ever given ${argument.be} here`)
  }
}

function noteAlike<S>(at: Lowering<S>, node: Node, meaning: Bound<S>): void {
  if ('alike' in meaning && meaning.alike !== undefined)
    at.unseen(childOf(node, 'function') ?? node, meaning.alike, { ofName: true })
}

function passedTo<S>(at: Lowering<S>, arg: Node, use: ArgumentUse<S> | undefined): Value {
  if (typeof use === 'object' && 'scaled' in use && literalsIn(arg).some(isWhole)) at.refuse(arg, use.scaled)
  if (typeof use !== 'object' || !('ignored' in use)) return value(at, arg)
  if (use.sizeOf === undefined || !isSizeOf(at, arg, use.sizeOf)) at.unseen(arg, use.ignored)
  if (hasEffects(arg)) value(at, arg)
  return NOTHING
}

const literalsIn = (node: Node): Node[] => node.descendantsOfType('number_literal').flatMap(one => one ?? [])

/** It is no factor, and no least difference: `8`, and not `2 * SIZE` or `SIZE - 1`. */
const isWhole = ({ text, parent }: Node): boolean =>
  !/^[01]\D*$/.test(text) && !['*', '<<'].includes((parent && childOf(parent, 'operator')?.text) ?? '')

/** The values that an argument passes: a number, or for the address of locals each of them. */
function argumentsOf(passed: Value): Argument[] {
  if (passed.points) return targetsOf(passed.points).map(to => ({ kind: 'reference', to }))
  return [{ kind: 'value', value: passed.expr }]
}
